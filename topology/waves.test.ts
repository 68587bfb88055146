import { expect, test } from "vitest";
import { planNetwork } from "./plan.js";
import { manualStack, settingsOf } from "./test-stack.js";
import { wavesOf } from "./waves.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });

function waves(...names: string[]) {
  const chosen = plan.services.filter(({ name }) => names.includes(name));
  return wavesOf(plan, chosen).map(({ phase, quorums, singles }) => [
    phase,
    ...quorums.map(({ quorum, members }) => `${quorum.name}: ${members.join(" ")}`),
    ...singles.map(({ name }) => name),
  ]);
}

test("the whole network starts ZooKeeper first and chaincode last; peers roll by organisation", () => {
  expect(waves(...plan.services.map(({ name }) => name))).toEqual([
    ["zookeeper", "zookeeper: zookeeper1 zookeeper2 zookeeper3"],
    ["kafka", "kafka: kafka1 kafka2 kafka3 kafka4"],
    ["orderer", "orderers: orderer0.example.com orderer1.example.com orderer2.example.com"],
    ["peer", "peers-Org1: peer0.org1.example.com", "peers-Org5: bar.org5.example.com foo27.org5.example.com"],
    [
      "chaincode",
      "mycc-mychannel-bar.org5.example.com",
      "mycc-mychannel-foo27.org5.example.com",
      "mycc-mychannel-peer0.org1.example.com",
    ],
  ]);
});

test("what was not chosen is left out", () => {
  expect(waves("mycc-mychannel-peer0.org1.example.com", "foo27.org5.example.com", "kafka3")).toEqual([
    ["kafka", "kafka: kafka3"],
    ["peer", "peers-Org5: foo27.org5.example.com"],
    ["chaincode", "mycc-mychannel-peer0.org1.example.com"],
  ]);
});
