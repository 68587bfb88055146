import { expect, test } from "vitest";
import { dataVolume } from "./data-volume.js";
import { runRules } from "./rule.js";
import { planWith } from "./testing/plan.js";

const couchdb = { "fabric.organizations.Org1.stateDatabase": "couchdb" };

test.each([
  { service: "zookeeper1", edit: {}, found: [] },
  {
    service: "zookeeper1",
    edit: { volumes: [] },
    found: ["/data in the container", "/datalog in the container"],
  },
  { service: "kafka1", edit: { volumes: [] }, found: ["/var/lib/kafka/data in the container"] },
  { service: "kafka1", edit: { env: {} }, found: ["/tmp/kafka-logs in the container"] },
  {
    service: "orderer0.example.com",
    edit: { volumes: [] },
    found: ["/var/hyperledger/production/orderer in the container"],
  },
  {
    service: "peer0.org1.example.com",
    edit: { volumes: [{ name: "test-data", path: "/var/hyperledger/prod", frozen: {} }] },
    found: ["/var/hyperledger/production in the container"],
  },
  {
    service: "peer0.org1.example.com",
    edit: { volumes: [{ name: "test-data", path: "/var/hyperledger", frozen: {} }] },
    found: [],
  },
  {
    service: "couchdb-peer0.org1.example.com",
    edit: { volumes: [] },
    found: ["/opt/couchdb/data in the container"],
  },
  { service: "mycc-mychannel-peer0.org1.example.com", edit: { volumes: [] }, found: [] },
])("$service with $edit: $found", ({ service, edit, found }) => {
  const plan = planWith(service, () => edit, couchdb);
  expect(runRules([dataVolume], plan).map((finding) => finding.found)).toEqual(found);
});

test("two services never share a volume", () => {
  const volumes = [{ name: "test-kafka1-data", path: "/var/lib/kafka/data", frozen: {} }];
  const plan = planWith("kafka2", () => ({ server: "k1", volumes }));
  expect(runRules([dataVolume], plan).map(({ path, found }) => `${path}: ${found}`)).toEqual([
    "servers.k1: volume test-kafka1-data, which is kafka1's",
  ]);
});
