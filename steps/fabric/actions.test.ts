import { expect, test } from "vitest";
import { approveAction, channelAction, commitAction, type Definition, joinAction } from "./actions.js";

test.each([
  { found: { present: false } as const, wanted: ["Org1MSP"], action: "create" },
  {
    found: { present: true, mspIds: ["Org5MSP", "Org1MSP"] } as const,
    wanted: ["Org1MSP", "Org5MSP"],
    action: "nothing",
  },
  {
    found: { present: true, mspIds: ["Org1MSP"] } as const,
    wanted: ["Org1MSP", "Org5MSP"],
    action: "refuse",
  },
])("a channel found as $found, wanted with $wanted: $action", ({ found, wanted, action }) => {
  expect(channelAction(found, wanted).action).toBe(action);
});

test("a channel with other organisations is refused with both lists", () => {
  expect(channelAction({ present: true, mspIds: ["Org1MSP"] }, ["Org1MSP", "Org5MSP"])).toMatchObject({
    reason: expect.stringContaining("the channel exists with Org1MSP, wanted are Org1MSP, Org5MSP"),
  });
});

test.each([
  { ledger: undefined, action: "join" },
  { ledger: "aa", action: "nothing" },
  { ledger: "bb", action: "refuse" },
])("a peer whose ledger begins with $ledger, the channel with aa: $action", ({ ledger, action }) => {
  expect(joinAction({ ledger, orderers: "aa" }).action).toBe(action);
});

const definition = (sequence: number, version = "1.0"): Definition => ({
  sequence,
  content: JSON.stringify({ version, initRequired: false }),
});
const approval = (sequence: number, packageId = "p", version = "1.0") => ({
  ...definition(sequence, version),
  packageId,
});

test.each([
  { now: "nothing", committed: undefined, approved: undefined, wanted: approval(1), action: "approve" },
  { now: "the same", committed: undefined, approved: approval(1), wanted: approval(1), action: "nothing" },
  {
    now: "another package",
    committed: undefined,
    approved: approval(1, "q"),
    wanted: approval(1),
    action: "approve",
  },
  {
    now: "another version",
    committed: undefined,
    approved: approval(1, "p", "0.9"),
    wanted: approval(1),
    action: "approve",
  },
  {
    now: "the same, committed",
    committed: definition(1),
    approved: approval(1),
    wanted: approval(1),
    action: "nothing",
  },
  {
    now: "nothing, committed",
    committed: definition(1),
    approved: undefined,
    wanted: approval(1),
    action: "approve",
  },
  {
    now: "the one before",
    committed: definition(1),
    approved: undefined,
    wanted: approval(2, "q", "2.0"),
    action: "approve",
  },
])("approved is $now: $action", ({ committed, approved, wanted, action }) => {
  expect(approveAction(wanted, { committed, approved })).toEqual({ action });
});

test.each([
  {
    committed: definition(3),
    wanted: definition(2),
    reason: "sequence 2 is lower than the committed 3; raise sequence to 4",
  },
  {
    committed: definition(3),
    wanted: definition(3, "2.0"),
    reason: "sequence 3 is committed with another content (version); raise sequence to 4",
  },
  {
    committed: definition(3),
    wanted: definition(5),
    reason: "sequence 5 skips some: committed is 3; set sequence to 4",
  },
  {
    committed: undefined,
    wanted: definition(2),
    reason: "sequence 2 skips some: committed is none; set sequence to 1",
  },
])("refused in approval and commit: $reason", ({ committed, wanted, reason }) => {
  const refusal = { action: "refuse", reason };
  expect(approveAction({ ...wanted, packageId: "p" }, { committed, approved: undefined })).toEqual(refusal);
  expect(commitAction(wanted, committed, { Org1MSP: true })).toEqual(refusal);
});

test.each([
  { committed: undefined, approvals: { Org1MSP: true, Org5MSP: true }, result: { action: "commit" } },
  {
    committed: undefined,
    approvals: { Org1MSP: true, Org5MSP: false },
    result: { action: "wait", waiting: ["Org5MSP"] },
  },
  { committed: definition(1), approvals: {}, result: { action: "nothing" } },
])("a commit with approvals $approvals: $result.action", ({ committed, approvals, result }) => {
  expect(commitAction(definition(1), committed, approvals)).toEqual(result);
});
