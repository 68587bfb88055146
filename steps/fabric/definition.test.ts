import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  initRequired,
  type PrintedDefinition,
  packageOf,
  readDefinition,
  wantedDefinition,
} from "./definition.js";

/** Printed by `peer lifecycle chaincode queryapproved -O json` of Fabric 2.5 for `chaincode` below. */
const printed = JSON.parse(
  readFileSync(new URL("testing/queryapproved.json", import.meta.url), "utf8"),
) as PrintedDefinition;

const chaincode = {
  name: "mycc",
  version: "1.1",
  sequence: 2,
  policy: "OR('Org1MSP.peer', AND('Org5MSP.peer', 'Org1MSP.admin'))",
  init: { function: "init", args: ["A", "10", "B", "20"] },
  collections: [
    {
      name: "secrets",
      policy: "OR('Org1MSP.member', 'Org5MSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 2,
      blockToLive: 100,
      memberOnlyRead: true,
      endorsementPolicy: { signaturePolicy: "OR('Org1MSP.peer')" },
    },
    {
      name: "second",
      policy: "OR('Org5MSP.member')",
      endorsementPolicy: { channelConfigPolicy: "/Channel/Application/Endorsement" },
    },
  ],
};

test("what a peer prints equals what was asked for", () => {
  expect(readDefinition(printed)).toEqual(wantedDefinition(chaincode));
  expect(packageOf(printed)).toBe(
    "mycc_1.0:d9accc5df67837e62027106ccad6a9aaa72178702e77770cc3153288643ecffd",
  );
});

test.each([
  { change: { version: "1.2" } },
  { change: { policy: "OR('Org1MSP.peer', 'Org5MSP.peer')" } },
  { change: { policy: "/Channel/Application/Endorsement" } },
  { change: { collections: [] } },
  { change: { collections: chaincode.collections.map((one) => ({ ...one, blockToLive: 7 })) } },
])("another definition is told apart: $change", ({ change }) => {
  expect(readDefinition(printed).content).not.toBe(wantedDefinition({ ...chaincode, ...change }).content);
});

test.each([
  { sequence: 1, init: chaincode.init, required: true },
  { sequence: 2, init: chaincode.init, required: false },
  { sequence: 1, init: undefined, required: false },
])("sequence $sequence with init $init: Fabric guards init $required", ({ sequence, init, required }) => {
  expect(initRequired({ sequence, ...(init ? { init } : {}) })).toBe(required);
});

test("a definition without a policy is under the channel's endorsement policy", () => {
  const plain = {
    name: "x",
    version: "1",
    sequence: 1,
    collections: [],
    policy: "/Channel/Application/Endorsement",
  };
  expect(readDefinition({ sequence: 1, version: "1" })).toEqual(wantedDefinition(plain));
});
