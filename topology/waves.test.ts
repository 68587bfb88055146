import { expect, test } from "vitest";
import { planNetwork } from "./plan.js";
import { manualStack, settingsOf } from "./testing/stack.js";
import { wavesOf } from "./waves.js";
import { planOf, wefeStack } from "./wefe/testing/stack.js";

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

test("within a phase a federation's services follow those that they ask, also by way of one not chosen", async () => {
  const { plan: federation } = await planOf(wefeStack());
  const wavesWith = (after: Readonly<Record<string, readonly string[]>>, ...names: string[]) =>
    wavesOf(
      {
        quorums: [],
        services: federation.services.map((one) => ({ ...one, after: after[one.name] ?? [] })),
      },
      federation.services.filter(({ name }) => names.includes(name)),
    ).map(({ singles }) => singles.map(({ name }) => name));
  const asked = ["alpha-wefe-board-service", "alpha-welab-iam", "union-wefe-union-service"];
  const planned = Object.fromEntries(federation.services.map(({ name, after = [] }) => [name, after]));
  expect(wavesWith(planned, ...asked)).toEqual([
    ["alpha-welab-iam", "union-wefe-union-service"],
    ["alpha-wefe-board-service"],
  ]);
  const through = {
    "alpha-wefe-board-service": ["alpha-welab-gateway"],
    "alpha-welab-gateway": ["alpha-welab-iam"],
  };
  expect(wavesWith(through, "alpha-wefe-board-service", "alpha-welab-iam")).toEqual([
    ["alpha-welab-iam"],
    ["alpha-wefe-board-service"],
  ]);
  const circle = {
    "alpha-wefe-board-service": ["alpha-welab-iam"],
    "alpha-welab-iam": ["alpha-wefe-board-service"],
  };
  expect(wavesWith(circle, "alpha-wefe-board-service", "alpha-welab-iam")).toEqual([
    ["alpha-wefe-board-service", "alpha-welab-iam"],
  ]);
});
