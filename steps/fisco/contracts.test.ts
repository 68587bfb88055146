import { expect, test } from "vitest";
import { answerOf, type ConsoleCommand, deployMissing, readNames } from "./contracts.js";

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
    if (command === "getBlockNumber") return "\n37\n\n";
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
    "getBlockNumber",
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
])("a deployment that fails says why: $why", async ({ says, why }) => {
  const { console } = chain({}, says);
  await expect(deployMissing({ contracts, version: "1.0" }, console)).rejects.toThrow(
    `contract MemberContract was not deployed: ${why}`,
  );
});

const lost = "Failed to connect to all the nodes!";
const registered = table(["2.0", address("a")]);

test.each([
  { what: "the chain is away", answers: [lost, lost], refused: lost },
  { what: "the chain is away without a word of it", answers: ["", "null"], refused: "null" },
  { what: "a node came back in between", answers: [lost, "37", registered], refused: undefined },
])("where a query fails because $what nothing is deployed", async ({ answers, refused }) => {
  const left = [...answers];
  const console: ConsoleCommand = async (command) => {
    if (command === "deployByCNS") throw new Error("deployed");
    return left.shift() ?? "";
  };
  const run = deployMissing({ contracts: ["MemberContract"], version: "1.0" }, console);
  if (refused === undefined)
    expect(await run).toEqual({ deployed: [], addresses: { MemberContract: address("a") } });
  else await expect(run).rejects.toThrow(`the console does not reach the chain: ${refused}`);
});

test.each([
  { code: 0, stdout: "Empty set.\n", stderr: "a warning of Java's\n", gives: "Empty set.\n" },
  {
    code: 1,
    stdout: "",
    stderr: "Error: No such container: c\n",
    gives: "u1: exit status 1: Error: No such container: c",
  },
  { code: 137, stdout: "half of", stderr: "", gives: "u1: exit status 137: half of" },
  { code: 0, stdout: "\n", stderr: "no class\n", gives: "u1: exit status 0: no class" },
  { code: 0, stdout: "", stderr: "", gives: "u1: exit status 0: the console said nothing" },
])("exit status $code with $stdout and $stderr: $gives", ({ gives, ...ended }) => {
  const said = () => {
    try {
      return answerOf("u1", ended);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said()).toBe(gives);
});
