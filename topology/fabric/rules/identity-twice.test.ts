import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { domainTwice, mspIdTwice } from "./identity-twice.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.organizations.Org5.mspId": "Org1MSP" }, paths: ["organizations.Org5.mspId"] },
  { change: { "fabric.organizations.Org1.mspId": "OrdererMSP" }, paths: ["organizations.Org1.mspId"] },
  { change: { "fabric.ordering.organization.mspId": "Org5MSP" }, paths: ["organizations.Org5.mspId"] },
])("MSP ids are unique: %j", ({ change, paths }) => {
  expect(pathsOf(mspIdTwice, fabricWith(change))).toEqual(paths);
});

test.each([
  { change: {}, paths: [] },
  {
    change: { "fabric.organizations.Org5.domain": "org1.example.com" },
    paths: ["organizations.Org5.domain"],
  },
  { change: { "fabric.organizations.Org1.domain": "example.com" }, paths: ["organizations.Org1.domain"] },
])("domains are unique: %j", ({ change, paths }) => {
  expect(pathsOf(domainTwice, fabricWith(change))).toEqual(paths);
});
