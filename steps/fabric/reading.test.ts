import { expect, test } from "vitest";
import { endorsingOrganizations } from "./endorsers.js";
import { lastLines } from "./errors.js";
import { readInstalled } from "./install.js";
import { readChannelList, readHeight } from "./peers.js";
import { differing } from "./smoke.js";
import { Deadline, until, WaitedInVain } from "./wait.js";

test.each([
  { text: "Channels peers has joined: \nmychannel\nother\n", names: ["mychannel", "other"] },
  { text: "Channels peers has joined: \n", names: [] },
])("joined channels: $names", ({ text, names }) => expect(readChannelList(text)).toEqual(names));

test("an output of another shape is an error, not an empty list", () => {
  expect(() => readChannelList("usage: peer")).toThrow("unexpected output of peer channel list");
});

test("the height in a BlockchainInfo", () => expect(readHeight("08071202aabb\n")).toBe(7));

test.each([
  {
    text: '{"installed_chaincodes":[{"package_id":"a:1","label":"a"},{"package_id":"b:2"}]}',
    ids: ["a:1", "b:2"],
  },
  { text: "{}", ids: [] },
])("installed packages: $ids", ({ text, ids }) => expect(readInstalled(text)).toEqual(ids));

test.each([
  { policy: "OR('A.peer','B.peer')", organizations: ["A"] },
  { policy: "OR('B.peer')", organizations: ["B"] },
  { policy: "AND('B.peer','C.member')", organizations: ["B", "C"] },
  { policy: "OutOf(2,'A.peer','B.peer','C.peer')", organizations: ["A", "B"] },
  { policy: "/Channel/Application/Endorsement", organizations: ["A", "B"] },
])("$policy is endorsed by $organizations", ({ policy, organizations }) => {
  expect(endorsingOrganizations(policy, ["A", "B", "C"])).toEqual(organizations);
});

test("a policy that peers cannot satisfy is named", () => {
  expect(() => endorsingOrganizations("OR('A.admin')", ["A"])).toThrow(
    "peers of A cannot satisfy OR('A.admin')",
  );
});

test.each([
  { answers: { a: "10", b: "10" }, differ: false },
  { answers: { a: "10", b: "11" }, differ: true },
  { answers: {}, differ: false },
])("answers $answers differ: $differ", ({ answers, differ }) => expect(differing(answers)).toBe(differ));

test("waiting ends with what was seen last", async () => {
  const look = async () => ({ instead: "orderer0 away" });
  await expect(until(new Deadline(0), "an orderer", look)).rejects.toThrow(
    new WaitedInVain("waited 0 s for an orderer; seen last: orderer0 away"),
  );
});

test("the last lines that say something", () => {
  expect(lastLines("a\n\n  b  \n\nc\n", 2)).toEqual(["  b", "c"]);
});
