import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { collectionShape } from "./collections.js";

const base = "channels.mychannel.chaincodes.mycc.collections";
const one = (more: Readonly<Record<string, unknown>>) => ({
  name: "a",
  policy: "OR('Org1MSP.member')",
  ...more,
});

test.each([
  { collections: [], paths: [] },
  { collections: [one({ requiredPeerCount: 1, maxPeerCount: 2 })], paths: [] },
  { collections: [one({ requiredPeerCount: 0, maxPeerCount: 0 })], paths: [] },
  { collections: [one({ requiredPeerCount: 2, maxPeerCount: 1 })], paths: [`${base}[0].requiredPeerCount`] },
  { collections: [one({ requiredPeerCount: -1 })], paths: [`${base}[0].requiredPeerCount`] },
  { collections: [one({ requiredPeerCount: "1" })], paths: [`${base}[0].requiredPeerCount`] },
  { collections: [one({}), one({ name: "b" })], paths: [] },
  { collections: [one({}), one({})], paths: [`${base}[1].name`] },
])("collections fit: %j", ({ collections, paths }) => {
  const fabric = fabricWith({ "fabric.channels.mychannel.chaincodes.mycc.collections": collections });
  expect(pathsOf(collectionShape, fabric)).toEqual(paths);
});
