import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { settingsWith } from "../rules/testing/stack.js";
import { picture } from "./picture.js";

const linesOf = (changes: Readonly<Record<string, unknown>> = {}) =>
  picture(planNetwork(settingsWith(changes), { stack: "test" })).split("\n");

test("each role is a group with its ports, from applications down to ZooKeeper", () => {
  expect(linesOf().filter((line) => line.includes("subgraph"))).toEqual([
    '  subgraph peer ["Peers: 7051"]',
    '  subgraph orderer ["Orderers: 7050"]',
    '  subgraph kafka ["Kafka: 9092"]',
    '  subgraph zookeeper ["ZooKeeper: 2181, 2888, 3888"]',
  ]);
});

test("an arrow goes from who dials to who is dialled, with the ports", () => {
  const images = { archives: "images", registry: { server: "o1" } };
  expect(linesOf({ images, "fabric.ordering.orderers.orderer2": { server: "o3", port: 17050 } })).toEqual(
    expect.arrayContaining([
      '  clients -->|"7050, 17050"| orderer',
      '  peer -->|"7050, 17050"| orderer',
      '  orderer -->|"9092"| kafka',
      '  kafka -->|"2181"| zookeeper',
      '  every -->|"5000"| registry',
    ]),
  );
});

// Mermaid reads `x--` as the beginning of an arrow, and a node that begins with `end` as the end of a group.
test("names with hyphens, or that begin with a keyword, are nodes all the same", () => {
  const orderers = { "end--1": "o1", orderer1: "o2", orderer2: "o3" };
  expect(linesOf({ "fabric.ordering.orderers": orderers })).toContain(
    '    orderer_end__1.example.com["end--1.example.com<br/>on o1"]',
  );
});
