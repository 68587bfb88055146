import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { chaincodePolicy } from "./chaincode-policy.js";

const mycc = "channels.mychannel.chaincodes.mycc";

test.each([
  { policy: "OR('Org1MSP.peer','Org5MSP.peer')", paths: [] },
  { policy: "AND('Org1MSP.member','Org5MSP.peer')", paths: [] },
  { policy: "OR('Org1MSP.peer','Org2MSP.peer')", paths: [`${mycc}.policy`] },
  { policy: "OR('Org1MSP.client')", paths: [`${mycc}.policy`] },
  { policy: "OR('OrdererMSP.peer')", paths: [`${mycc}.policy`] },
  { policy: "OR('Org1MSP.pear','Org9MSP.peer')", paths: [`${mycc}.policy`, `${mycc}.policy`] },
  { policy: "Org1MSP.peer", paths: [`${mycc}.policy`] },
])("the endorsement policy $policy: $paths", ({ policy, paths }) => {
  const fabric = fabricWith({ [`fabric.${mycc}.policy`]: policy });
  expect(pathsOf(chaincodePolicy, fabric)).toEqual(paths);
});

test.each([
  { collection: { name: "c", policy: "OR('Org1MSP.member')" }, paths: [] },
  { collection: { name: "c", policy: "OR('Org9MSP.member')" }, paths: [`${mycc}.collections[0].policy`] },
  { collection: { policy: "OR('Org1MSP.member')" }, paths: [`${mycc}.collections[0]`] },
])("the collection $collection: $paths", ({ collection, paths }) => {
  const fabric = fabricWith({ [`fabric.${mycc}.collections`]: [collection] });
  expect(pathsOf(chaincodePolicy, fabric)).toEqual(paths);
});

test("a policy names an organisation by the MSP id it was given", () => {
  const fabric = fabricWith({
    "fabric.organizations.Org1.mspId": "FirstMSP",
    [`fabric.${mycc}.policy`]: "OR('FirstMSP.peer','Org5MSP.peer')",
  });
  expect(pathsOf(chaincodePolicy, fabric)).toEqual([]);
});
