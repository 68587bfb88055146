import { expect, test } from "vitest";
import { type Canary, canaryOf } from "./canary.js";
import type { Looked } from "./search.js";
import { complaints, tableText } from "./table.js";

const key = (name: string): Canary => canaryOf("private-key", name, [`MHcCAQEEI${name.padEnd(40, "A")}`]);
const broker = key("messaging-kafka-kafka1-key");
const authority = key("Org1-ca-key");
const expected = { services: { k1: ["kafka1"], o1: ["orderer0.example.com"] } };

const looked = (place: string, machine: string, rest: Partial<Looked> = {}): Looked => ({
  ...{ place, machine, files: 2, bytes: 1536, found: [], marked: true },
  ...rest,
});
const at = (canary: Canary, file = "/f") => ({ canary, file });

test("a table counts what was looked at on all machines, and what was found out of its place", () => {
  const all = [
    looked("state", "here", { files: 40, bytes: 20 * 1024 ** 2 }),
    looked("container logs", "k1", { found: [at(broker)] }),
    looked("container logs", "o1"),
    looked("files of containers", "k1", { found: [at(broker)] }),
  ];
  expect(tableText(all, expected)).toBe(`PLACE                LOOKED AT                    FOUND
state                1 machine, 40 files, 20 MiB  0
container logs       2 machines, 4 files, 3 KiB   1
files of containers  1 machine, 2 files, 1.5 KiB  0 (and 1 of services' own keys, at home there)
`);
});

test("a search that found nothing and looked everywhere has nothing to complain of", () => {
  expect(
    complaints(
      [looked("state", "here"), looked("files of containers", "k1", { found: [at(broker)] })],
      expected,
    ),
  ).toEqual([]);
});

test.each([
  {
    title: "a secret in a place for anybody",
    one: looked("container logs", "k1", { found: [at(broker, "/logs/dev-kafka1")] }),
    says: ["messaging-kafka-kafka1-key is in container logs on k1: /logs/dev-kafka1"],
  },
  {
    title: "a service's key on another server",
    one: looked("files of containers", "o1", { found: [at(broker)] }),
    says: [
      "messaging-kafka-kafka1-key is in files of containers on o1: /f",
      "files of containers on o1: no key of its own services, so the search looks in the wrong place",
    ],
  },
  {
    title: "an authority's key on a server",
    one: looked("files of containers", "k1", { found: [at(broker), at(authority)] }),
    says: ["Org1-ca-key is in files of containers on k1: /f"],
  },
  {
    title: "a place with no files",
    one: looked("audit file", "here", { files: 0, bytes: 0 }),
    says: ["audit file on here: nothing was looked at"],
  },
  {
    title: "a place with empty files only",
    one: looked("container logs", "k1", { bytes: 0 }),
    says: ["container logs on k1: nothing was looked at"],
  },
  {
    title: "a search that does not work",
    one: looked("state", "here", { marked: false }),
    says: ["state on here: the search did not find its own marker"],
  },
])("complained of: $title", ({ one, says }) => expect(complaints([one], expected)).toEqual(says));
