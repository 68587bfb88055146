import { expect, test } from "vitest";
import { hostEntries } from "./dialled-names.js";
import { runRules } from "./rule.js";
import { planWith } from "./testing/plan.js";

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
