import { expect, test } from "vitest";
import { type ConsoleCommand, deployMissing, readNames } from "./contracts.js";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const line = "-".repeat(93);
const table = (...rows: (readonly [string, string])[]) =>
  [
    line,
    "|                   version                   |                   address                   |",
    ...rows.map(([version, at]) => `|                     ${version}                     | ${at}  |`),
    line,
  ].join("\n");

test.each([
  { output: table(["1.0", address("a")]), names: [{ version: "1.0", address: address("a") }] },
  {
    output: table(["1.0", address("a")], ["2.0", address("b")]),
    names: [
      { version: "1.0", address: address("a") },
      { version: "2.0", address: address("b") },
    ],
  },
  { output: "The contract MemberContract does not exist.\n", names: [] },
  { output: "", names: [] },
])("queryCNS shows $names", ({ output, names }) => {
  expect(readNames(output)).toEqual(names);
});

/** A chain's name service: what is registered, and what a deployment says. */
function chain(registered: Record<string, string>, says = "contract address: 0x…") {
  const asked: string[] = [];
  const console: ConsoleCommand = async (command, name = "", version = "") => {
    asked.push([command, name, version].join(" ").trim());
    if (command === "deployByCNS") {
      if (says.startsWith("contract address"))
        registered[name] = address(String(Object.keys(registered).length));
      return says;
    }
    const found = registered[name];
    return found ? table(["1.0", found]) : "The contract does not exist.";
  };
  return { asked, console };
}

const contracts = ["MemberContract", "DataSetContract"];

test("what is missing is deployed once, what is there stays", async () => {
  const { asked, console } = chain({ MemberContract: address("a") });
  expect(await deployMissing({ contracts, version: "1.0" }, console)).toEqual({
    deployed: ["DataSetContract"],
    addresses: { MemberContract: address("a"), DataSetContract: address("1") },
  });
  expect(asked).toEqual([
    "queryCNS MemberContract",
    "queryCNS DataSetContract",
    "deployByCNS DataSetContract 1.0",
    "queryCNS DataSetContract",
  ]);
  asked.length = 0;
  expect((await deployMissing({ contracts, version: "1.0" }, console)).deployed).toEqual([]);
});

test.each([
  {
    says: "return message: Transaction receipt timeout\nreturn code:50001\n",
    why: "Transaction receipt timeout. Too few sealers work together",
  },
  { says: "MemberContract.sol does not exist.\n", why: "MemberContract.sol does not exist." },
  { says: "", why: "the console said nothing" },
])("a deployment that fails says why: $why", async ({ says, why }) => {
  const { console } = chain({}, says);
  await expect(deployMissing({ contracts, version: "1.0" }, console)).rejects.toThrow(
    `contract MemberContract was not deployed: ${why}`,
  );
});
