import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { portUnwritten } from "./port-unwritten.js";
import type { FabricStack } from "./stack.js";

const peers = "fabric.organizations.Org1.peers";

test.each([
  { change: {}, paths: [] },
  {
    change: { [peers]: { peer0: "p1", peer1: "p2" } },
    paths: [`${peers}.peer1.port`, "fabric.organizations.Org5.peers.foo27.port"],
  },
  { change: { tier: "trial", [peers]: { peer0: "p1", peer1: "p1" } }, paths: [] },
  {
    change: { [peers]: { peer0: { server: "p1", port: 7051 }, peer1: { server: "p1", port: 8051 } } },
    paths: [],
  },
  {
    change: { [peers]: { peer0: { server: "p1", port: 7051 }, peer1: "p1" } },
    paths: [`${peers}.peer1.port`],
  },
  { change: { [peers]: { peer0: "k1" } }, paths: [] },
])("services that share a role and a server have ports written: %j", ({ change, paths }) => {
  expect(pathsOf(portUnwritten, settingsWith(change) as FabricStack)).toEqual(paths);
});
