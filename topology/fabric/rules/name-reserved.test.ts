import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { nameReserved } from "./name-reserved.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.ordering.orderers.ca": "o1" }, paths: ["ordering.orderers.ca"] },
  { change: { "fabric.organizations.Org1.peers.TLSCA": "p1" }, paths: ["organizations.Org1.peers.TLSCA"] },
  { change: { "fabric.organizations.Org1.peers.ca1": "p1" }, paths: [] },
])("a node bears no authority's name: %j", ({ change, paths }) => {
  expect(pathsOf(nameReserved, fabricWith(change))).toEqual(paths);
});
