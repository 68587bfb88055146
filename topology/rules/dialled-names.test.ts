import { expect, test } from "vitest";
import { hasFabric } from "../fabric/with-fabric.js";
import { planNetwork } from "../plan.js";
import { certificateName, hostEntries } from "./dialled-names.js";
import { runRules } from "./rule.js";
import { planWith } from "./test-plan.js";
import { settingsWith } from "./test-stack.js";

/** The entry for a name, changed or (undefined) removed. */
const entry = (service: string, name: string, address: string | undefined) =>
  planWith(service, ({ hosts }) => ({
    hosts: Object.fromEntries(
      Object.entries({ ...hosts, [name]: address ?? "" }).filter(([, value]) => value !== ""),
    ),
  }));

test.each([
  {
    service: "zookeeper1",
    name: "zookeeper3",
    address: undefined,
    says: ["zookeeper1 does not find zookeeper3: no host entry"],
  },
  {
    service: "kafka1",
    name: "kafka4",
    address: undefined,
    says: ["kafka1 does not find kafka4: no host entry"],
  },
  {
    service: "kafka1",
    name: "zookeeper1",
    address: "10.9.9.9",
    says: ["kafka1 does not find zookeeper1: 10.9.9.9"],
  },
  {
    service: "orderer0.example.com",
    name: "kafka2",
    address: undefined,
    says: ["orderer0.example.com does not find kafka2: no host entry"],
  },
  { service: "orderer0.example.com", name: "kafka2", address: "198.51.100.15", says: [] },
  {
    service: "peer0.org1.example.com",
    name: "orderer1.example.com",
    address: undefined,
    says: ["peer0.org1.example.com does not find orderer1.example.com: no host entry"],
  },
  // Not needed, but wrong all the same.
  {
    service: "zookeeper1",
    name: "kafka1",
    address: "10.9.9.9",
    says: ["zookeeper1 does not find kafka1: 10.9.9.9"],
  },
])("in $service $name stands at $address: $says", ({ service, name, address, says }) => {
  const found = runRules([hostEntries], entry(service, name, address));
  expect(found.map((finding) => `${finding.message}: ${finding.found}`)).toEqual(says);
});

test.each([
  { env: {}, found: [] },
  // p1 is 198.51.100.21, p2 198.51.100.22.
  { env: { CORE_PEER_GOSSIP_BOOTSTRAP: "198.51.100.21:7051 198.51.100.22:7051" }, found: [] },
  { env: { CORE_PEER_GOSSIP_BOOTSTRAP: "198.51.100.99:7051" }, found: ["198.51.100.99:7051"] },
  { env: { CORE_PEER_GOSSIP_EXTERNALENDPOINT: "peer0:7051" }, found: [] },
  { env: { CORE_PEER_GOSSIP_EXTERNALENDPOINT: "peer0.org1:7051" }, found: ["peer0.org1:7051"] },
  { env: { CORE_PEER_ADDRESS: "peer0.org1.example.com:7052" }, found: ["peer0.org1.example.com:7052"] },
])("a peer told %j is found under its certificate's names", ({ env, found }) => {
  const plan = planWith("peer0.org1.example.com", (service) => ({ env: { ...service.env, ...env } }));
  expect(runRules([certificateName], plan).map((finding) => finding.found)).toEqual(found);
});

test("orderers' endpoints and organisations' anchors are names of their certificates", () => {
  const plan = planNetwork(settingsWith(), { stack: "test" });
  if (!hasFabric(plan)) throw new Error("the stack has no Fabric network");
  const anchors = [{ host: "peer9.org1.example.com", port: 7051 }];
  const wrong = {
    ...plan,
    fabric: {
      ...plan.fabric,
      ordering: { ...plan.fabric.ordering, endpoints: ["orderer9.example.com:7050"] },
      organizations: plan.fabric.organizations.map((one) =>
        one.name === "Org1" ? { ...one, anchors } : one,
      ),
    },
  };
  expect(runRules([certificateName], wrong).map(({ found }) => found)).toEqual([
    "orderer9.example.com:7050",
    "peer9.org1.example.com:7051",
  ]);
});
