import { expect, test } from "vitest";
import type { Answers } from "./answers.js";
import { placeStarter } from "./placement.js";

const organizations = [
  { name: "Org1", domain: "org1.example.com", peers: 2 },
  { name: "Org2", domain: "org2.example.com", peers: 1 },
];

function answers(count: number): Answers {
  const servers = Array.from({ length: count }, (_, index) => ({ address: `10.0.0.${index + 1}` }));
  return {
    tier: "trial",
    data: "delete",
    domain: "example.com",
    organizations,
    servers: { kind: "listed", servers },
  };
}

test("with a server for each service, each stands alone and the servers are called after their roles", () => {
  expect(placeStarter(answers(13))).toEqual({
    servers: ["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4", "o1", "o2", "o3", "p1", "p2", "p3"],
    zookeeper: ["zk1", "zk2", "zk3"],
    kafka: ["k1", "k2", "k3", "k4"],
    orderers: ["o1", "o2", "o3"],
    peers: { Org1: ["p1", "p2"], Org2: ["p3"] },
  });
});

test.each([4, 5, 7, 12])(
  "on %d servers no two of one quorum share a server, and none stands idle",
  (count) => {
    const placed = placeStarter(answers(count));
    for (const members of [placed.zookeeper, placed.kafka, placed.orderers])
      expect(new Set(members).size).toBe(members.length);
    const used = [
      ...placed.zookeeper,
      ...placed.kafka,
      ...placed.orderers,
      ...Object.values(placed.peers).flat(),
    ];
    expect(new Set(used).size).toBe(count);
  },
);

test("one server takes everything", () => {
  expect(placeStarter(answers(1)).kafka).toEqual(["s1", "s1", "s1", "s1"]);
});

test("more servers than services are refused: one would stand idle", () => {
  expect(() => placeStarter(answers(14))).toThrow("14 servers for 13 services; give 13 or fewer");
});

test("the larger servers of an inventory get the peers", () => {
  const servers = {
    kind: "inventory",
    path: "hosts.yaml",
    memoryMiB: { a: 2048, b: 8192, c: 8192, d: 8192 },
  } as const;
  const placed = placeStarter({ ...answers(1), servers });
  expect(placed.servers).toEqual(["a", "b", "c", "d"]);
  expect([...(placed.peers.Org1 ?? []), ...(placed.peers.Org2 ?? [])].sort()).toEqual(["b", "c", "d"]);
});
