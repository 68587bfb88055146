import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { serviceTwice } from "./service-twice.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

const policy = "OR('Org1MSP.peer')";
const channel = (chaincode: string, port: number) => ({
  organizations: ["Org1"],
  chaincodes: { [chaincode]: { image: "mycc", version: "1.0", policy, port } },
});

test.each([
  { change: {}, paths: [] },
  {
    change: { "fabric.channels": { "a-b": channel("mycc", 9999), b: channel("mycc-a", 9998) } },
    paths: ["fabric"],
  },
  { change: { "fabric.channels": { ab: channel("mycc", 9999), b: channel("mycc-a", 9998) } }, paths: [] },
  {
    change: {
      "fabric.ordering.kafka.registry": { server: "k1", id: 9 },
      "images.registry": { server: "o1" },
    },
    paths: ["fabric"],
  },
  {
    change: {
      "fabric.organizations.Org1.stateDatabase": "couchdb",
      "fabric.organizations.Org1.peers.couchdb-peer0": "p1",
    },
    paths: ["fabric"],
  },
])("services have names of their own: %j", ({ change, paths }) => {
  expect(pathsOf(serviceTwice, planNetwork(settingsWith(change), { stack: "test" }))).toEqual(paths);
});
