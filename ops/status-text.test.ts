import { expect, test } from "vitest";
import type { StatusReport } from "../topology/status/report.js";
import { exitStatusOf } from "./status.js";
import { statusText } from "./status-text.js";

const report: StatusReport = {
  stack: "dev",
  good: false,
  services: [
    {
      service: "zookeeper1",
      role: "zookeeper",
      server: "h1",
      state: "running",
      level: "good",
      says: "leader",
      restarts: 0,
      upSeconds: 7500,
      image: "fabric-zookeeper 0123456789ab",
    },
    {
      service: "kafka1",
      role: "kafka",
      server: "h2",
      state: "exited",
      level: "bad",
      says: "exited, exit status 137",
      restarts: 1,
      image: "fabric-kafka 0123456789ab",
    },
  ],
  zookeeper: { leader: "zookeeper1", followers: ["zookeeper2"] },
  kafka: {
    controller: "kafka2",
    brokers: 3,
    planned: 4,
    partitions: 2,
    minInSync: 2,
    underReplicated: ["mychannel-0"],
    belowMinInSync: [],
  },
  heights: {
    mychannel: { "orderer0.example.com": 9, "peer0.org1.example.com": 8 },
    system: { "orderer0.example.com": 2 },
  },
  certificates: [
    { name: "bar.org5.example.com tls", notAfter: "2026-05-01T00:00:00.000Z", daysLeft: 334, level: "good" },
    { name: "ca.org1.example.com", notAfter: "2035-05-01T00:00:00.000Z", daysLeft: 3621, level: "good" },
  ],
  disks: [{ server: "h1", path: "/", sizeKiB: 41_943_040, freeKiB: 716_800, usedPercent: 98, level: "bad" }],
  findings: [
    { level: "bad", subject: "kafka1 on h2", says: "exited, exit status 137" },
    { level: "warn", subject: "x on h1", says: "is not in its plan" },
  ],
  notShown: ["what only h9 could tell"],
};

test("a report for people", () => {
  expect(
    statusText(report),
  ).toBe(`SERVICE     SERVER  STATE    HEALTH                   UP     RESTARTS  IMAGE
zookeeper1  h1      running  leader                   2h 5m  0         fabric-zookeeper 0123456789ab
kafka1      h2      exited   exited, exit status 137  -      1         fabric-kafka 0123456789ab

ZooKeeper: leader zookeeper1, followers zookeeper2
Kafka: 3 of 4 brokers, controller kafka2; 2 partitions, 1 under-replicated, 0 below 2 in sync
Certificates: 2, the first to end is bar.org5.example.com tls, in 334 days (2026-05-01)

HEIGHT                  mychannel  system
orderer0.example.com    9          2
peer0.org1.example.com  8          -

DISK  OF  SIZE    FREE     USED
h1    /   40 GiB  700 MiB  98 %

not good  kafka1 on h2  exited, exit status 137
warning   x on h1       is not in its plan

not shown: what only h9 could tell

dev is not good: 1 finding, 1 warning
`);
});

test("a good network of which only some services were asked for", () => {
  const [service] = report.services;
  if (!service) throw new Error("no service");
  const { zookeeper, kafka, ...rest } = report;
  const good = {
    ...rest,
    good: true,
    services: [service],
    heights: {},
    certificates: [],
    disks: [],
    findings: [],
    notShown: [],
  };
  expect(statusText(good)).toBe(`SERVICE     SERVER  STATE    HEALTH  UP     RESTARTS  IMAGE
zookeeper1  h1      running  leader  2h 5m  0         fabric-zookeeper 0123456789ab

dev is good: 1 service
`);
});

test("a network that sleeps says since when, by whom, and how to wake it", () => {
  const asleep: StatusReport = {
    stack: "dev",
    good: false,
    hibernated: { since: "2026-01-02T03:04:05.000Z", by: "anna@desk" },
    services: [
      {
        service: "kafka1",
        role: "kafka",
        server: "h2",
        state: "exited",
        level: "good",
        says: "asleep",
        restarts: 0,
        image: "fabric-kafka 0123456789ab",
      },
    ],
    heights: {},
    certificates: [],
    disks: [],
    findings: [],
    notShown: [],
  };
  expect(statusText(asleep)).toBe(`SERVICE  SERVER  STATE   HEALTH  UP  RESTARTS  IMAGE
kafka1   h2      exited  asleep  -   0         fabric-kafka 0123456789ab

dev is hibernated since 2026-01-02T03:04:05.000Z by anna@desk; wake it with: ./consortium wake --stack dev
`);
  const worse = { ...asleep, findings: [{ level: "bad" as const, subject: "h9", says: "does not answer" }] };
  expect(statusText(worse)).toContain(
    "dev is hibernated since 2026-01-02T03:04:05.000Z by anna@desk, and not good: 1 finding; wake it with",
  );
  expect([asleep, worse, { ...asleep, good: true }].map(exitStatusOf)).toEqual([3, 1, 0]);
});
