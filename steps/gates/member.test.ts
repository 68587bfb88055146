import { expect, test } from "vitest";
import { settingsOf as fiscoSettingsOf, fourNodes, planOf } from "../../topology/fisco/testing/chain.js";
import { planNetwork } from "../../topology/plan.js";
import { manualStack, settingsOf } from "../../topology/testing/stack.js";
import { gateMember, watchedQuorum } from "./member.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });

function watched(name: string) {
  const quorum = plan.quorums.find((one) => one.name === name);
  if (!quorum) throw new Error(`no quorum ${name}`);
  return watchedQuorum(plan, quorum);
}

test("brokers are asked at their client port by id, with the copies that must stay in sync", () => {
  const { kind, minInSync, members } = watched("kafka");
  expect([kind, minInSync]).toEqual(["kafka", 2]);
  expect(members.map(({ name, id, port, server }) => [name, id, port, server.name])).toEqual([
    ["kafka1", 1, 9092, "k1"],
    ["kafka2", 2, 9092, "k2"],
    ["kafka3", 3, 9092, "k3"],
    ["kafka4", 4, 9092, "k4"],
  ]);
});

test("orderers are asked at their operations endpoint too, which listens on loopback", () => {
  expect(watched("orderers").members[0]).toMatchObject({
    name: "orderer0.example.com",
    port: 7050,
    operations: { host: "127.0.0.1", port: 8443 },
    volumes: ["dev-orderer0.example.com-ledger"],
  });
  expect(watched("orderers").minInSync).toBeUndefined();
});

test.each([
  { quorum: "zookeeper", volumes: ["dev-zookeeper1-data", "dev-zookeeper1-datalog"] },
  { quorum: "kafka", volumes: ["dev-kafka1-data"] },
  { quorum: "peers-Org1", volumes: ["dev-peer0.org1.example.com-ledger"] },
])("gates of $quorum look into $volumes", ({ quorum, volumes }) => {
  expect(watched(quorum).members[0]?.volumes).toEqual(volumes);
});

test("gates of a chain look into the ledger's volume: a node that logs nothing has an empty volume of logs", () => {
  const [node] = planOf(fiscoSettingsOf(fourNodes)).services;
  if (!node) throw new Error("no node");
  const server = {
    name: "u1",
    address: "10.0.0.1",
    ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" },
  };
  expect(gateMember(node, server).volumes).toEqual(["prod-node0-data"]);
});
