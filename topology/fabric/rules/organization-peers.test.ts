import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { organizationPeers } from "./organization-peers.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.organizations.Org1.peers": {} }, paths: ["organizations.Org1.peers"] },
  { change: { "fabric.organizations.Org1.peers": undefined }, paths: ["organizations.Org1.peers"] },
  {
    change: { "fabric.organizations.Far": { domain: "far.example.com", foreign: { bundle: "far.json" } } },
    paths: [],
  },
])("an organisation has peers: %j", ({ change, paths }) => {
  expect(pathsOf(organizationPeers, fabricWith(change))).toEqual(paths);
});
