import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { nameLength } from "./name-length.js";

/** A domain of the given length in two labels. */
const domain = (length: number) => `${"a".repeat(length - 4)}.com`;

test.each([
  { change: { "fabric.organizations.Org1.domain": domain(58) }, paths: [] },
  {
    change: { "fabric.organizations.Org1.domain": domain(59) },
    paths: ["organizations.Org1.domain", "organizations.Org1.peers.peer0", "organizations.Org1.users[0]"],
  },
  { change: { "fabric.ordering.organization.domain": domain(55) }, paths: [] },
  {
    change: { "fabric.ordering.organization.domain": domain(57) },
    paths: ["ordering.orderers.orderer0", "ordering.orderers.orderer1", "ordering.orderers.orderer2"],
  },
])("names with their domain fit a certificate: %j", ({ change, paths }) => {
  expect(pathsOf(nameLength, fabricWith(change))).toEqual(paths);
});
