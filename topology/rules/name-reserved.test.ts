import { expect, test } from "vitest";
import { nameReserved } from "./name-reserved.js";
import { fabricWith, pathsOf } from "./test-stack.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.ordering.orderers.ca": "o1" }, paths: ["ordering.orderers.ca"] },
  { change: { "fabric.organizations.Org1.peers.TLSCA": "p1" }, paths: ["organizations.Org1.peers.TLSCA"] },
  { change: { "fabric.organizations.Org1.peers.ca1": "p1" }, paths: [] },
])("a node bears no authority's name: %j", ({ change, paths }) => {
  expect(pathsOf(nameReserved, fabricWith(change))).toEqual(paths);
});
