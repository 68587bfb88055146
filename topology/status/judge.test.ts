import { describe, expect, test } from "vitest";
import { type PeerAnswer, peerRules } from "../fabric/quorums/ledgers.js";
import { planNetwork } from "../plan.js";
import type { Health, Heights } from "../quorum/rules.js";
import { brokers, ensemble } from "../quorum/testing.js";
import { manualStack, settingsOf } from "../testing/stack.js";
import { statusOf } from "./judge.js";
import type { SeenQuorum } from "./seen.js";
import { container, findings, look, plan, quorum, seen, whole, withServer } from "./testing.js";

test("a network of which nothing is wrong is good", () => {
  const report = statusOf(plan, plan.services, seen());
  expect(report.good).toBe(true);
  expect(report.findings).toEqual([]);
  expect(report.services).toHaveLength(16);
  expect(report.services[0]).toEqual({
    service: "zookeeper1",
    role: "zookeeper",
    server: "zk1",
    state: "running",
    level: "good",
    says: "runs",
    restarts: 0,
    upSeconds: 4000,
    image: "fabric-zookeeper 0123456789ab",
  });
});

describe("a server", () => {
  test("that does not answer is said once, and its services are unknown", () => {
    const { k1, ...servers } = whole();
    const given = { servers, away: { k1: "10.0.0.14: cannot be reached" } };
    expect(findings(given)).toEqual(["bad k1: 10.0.0.14: cannot be reached"]);
    const report = statusOf(plan, plan.services, seen(given));
    expect(report.good).toBe(false);
    expect(report.services.find(({ service }) => service === "kafka1")).toMatchObject({
      state: "unknown",
      level: "bad",
      says: "its server does not answer",
    });
    expect(report.notShown).toEqual(["what only k1 could tell"]);
  });

  test("whose engine does not answer still shows its full disk", () => {
    const servers = withServer("k1", {
      containers: [],
      engineProblem: "no answer within 20 s",
      disks: [{ path: "/var/lib/docker", sizeKiB: 4_194_304, freeKiB: 1024, usedPercent: 100, volumes: [] }],
    });
    expect(findings({ servers })).toEqual([
      "bad k1: Docker's engine does not answer: no answer within 20 s",
      "bad k1: /var/lib/docker is 100 % full, 1 MiB free: make room or grow it",
    ]);
  });
});

describe("a container", () => {
  test.each([
    {
      as: { status: "exited", exitCode: 137, outOfMemory: true },
      says: "bad kafka1 on k1: exited, exit status 137 (its memory limit was reached)",
    },
    {
      as: { status: "exited", exitCode: 2, startProblem: "no space left on device" },
      says: "bad kafka1 on k1: exited, exit status 2; Docker gave up: no space left on device; when mended: ./consortium start",
    },
    { as: { status: "restarting", exitCode: 1 }, says: "bad kafka1 on k1: restarting, exit status 1" },
    { as: { health: "unhealthy" }, says: "bad kafka1 on k1: Docker's health check fails" },
    { as: { health: "starting" }, says: "warn kafka1 on k1: Docker's health check has not passed yet" },
    { as: { restarts: 3, upSeconds: 12 }, says: "warn kafka1 on k1: Docker restarted it 12 s ago" },
    { as: { restarts: 3, upSeconds: 600 }, says: undefined },
    { as: { health: "healthy" }, says: undefined },
  ])("$as: $says", ({ as, says }) => {
    const servers = withServer("k1", { containers: [container("dev-kafka1", as)] });
    expect(findings({ servers })).toEqual(says === undefined ? [] : [says]);
  });

  test("that is absent is not good", () => {
    expect(findings({ servers: withServer("k1", { containers: [] }) })).toEqual([
      "bad kafka1 on k1: its container is absent",
    ]);
  });

  test("of the stack that no plan knows is a warning, one of an admin operation is none", () => {
    const servers = withServer("k1", {
      containers: [
        container("dev-kafka1"),
        container("dev-kafka9", { role: "kafka" }),
        container("dev-admin-Org1", { role: "admin" }),
      ],
    });
    expect(findings({ servers })).toEqual([
      "warn dev-kafka9 on k1: carries the stack's label and is not in its plan; see ./consortium drift",
    ]);
  });
});

describe("ZooKeeper", () => {
  test("shows who leads and who follows", () => {
    const report = statusOf(plan, plan.services, seen({ quorums: [quorum("zookeeper", ensemble("FLF"))] }));
    expect(report.zookeeper).toEqual({ leader: "2", followers: ["1", "3"] });
    expect(report.good).toBe(true);
  });

  test("without a leader is not good", () => {
    expect(findings({ quorums: [quorum("zookeeper", ensemble("FFF"))] })).toEqual([
      "bad zookeeper: 1: 0 leaders (1 follower, 2 follower, 3 follower)",
    ]);
  });
});

describe("Kafka", () => {
  test("shows controller, brokers and copies", () => {
    const health = brokers(4, "1234", "ch: 123/123", "sys: 234/234");
    const report = statusOf(plan, plan.services, seen({ quorums: [quorum("kafka", health, 2)] }));
    expect(report.kafka).toEqual({
      controller: "1",
      brokers: 4,
      planned: 4,
      partitions: 2,
      minInSync: 2,
      underReplicated: [],
      belowMinInSync: [],
    });
  });

  test("a broker that is away leaves partitions under-replicated, and too many stop them", () => {
    expect(findings({ quorums: [quorum("kafka", brokers(4, "14", "ch: 124/14", "sys: 234/4"), 2)] })).toEqual(
      [
        "bad kafka: 2: its container is absent",
        "bad kafka: 3: its container is absent",
        "bad kafka: fewer than 2 copies in sync, takes no messages: sys-0",
        "bad kafka: under-replicated: ch-0",
      ],
    );
  });
});

/** Peers that serve, by their heights. */
function peersAt(heights: Readonly<Record<string, Heights>>): Health<PeerAnswer> {
  const answer = (own: Heights): PeerAnswer => ({
    container: { status: "running", restarts: 0 },
    serves: true,
    heights: own,
  });
  const members = Object.entries(heights).map(([name, own]) => [name, answer(own)]);
  return { rules: peerRules, members: Object.fromEntries(members) };
}

describe("ledgers", () => {
  const peers = (bar: Record<string, number>): SeenQuorum => ({
    name: "peers-Org5",
    quorum: { members: [{ name: "foo27.org5.example.com" }, { name: "bar.org5.example.com" }] },
    health: peersAt({ "foo27.org5.example.com": { mychannel: 9 }, "bar.org5.example.com": bar }),
  });

  test.each([
    { bar: { mychannel: 8 }, says: [] },
    { bar: { mychannel: 7 }, says: ["bad bar.org5.example.com: channel mychannel: height 7 of 8"] },
    { bar: {}, says: ["bad bar.org5.example.com: has not joined channel mychannel; pulumi up joins it"] },
  ])("$bar where 8 was the highest at the beginning: $says", ({ bar, says }) => {
    expect(findings({ quorums: [peers(bar)], heights: { mychannel: 8 } })).toEqual(says);
  });

  test("heights stand by channel and service", () => {
    const { heights } = statusOf(plan, plan.services, seen({ quorums: [peers({ mychannel: 9 })] }));
    expect(heights).toEqual({ mychannel: { "foo27.org5.example.com": 9, "bar.org5.example.com": 9 } });
  });
});

test("a CouchDB that does not answer makes its service not good", () => {
  const input = manualStack();
  const org1 = input.fabric?.organizations?.Org1;
  if (!org1) throw new Error("the manual's stack has no Org1");
  const stack = {
    ...input,
    fabric: {
      ...input.fabric,
      organizations: { ...input.fabric?.organizations, Org1: { ...org1, stateDatabase: "couchdb" } },
    },
  } as typeof input;
  const withCouch = planNetwork(settingsOf(stack), { stack: "dev" });
  const services = withCouch.services.filter(({ role }) => role === "couchdb");
  const servers = { p1: look({ containers: [container("dev-couchdb-peer0.org1.example.com")] }) };
  const unanswered = { "couchdb-peer0.org1.example.com": "/_up answers 404" };
  expect(statusOf(withCouch, services, seen({ servers, unanswered })).services).toMatchObject([
    { service: "couchdb-peer0.org1.example.com", level: "bad", says: "/_up answers 404" },
  ]);
});

describe("a file system with data", () => {
  test.each([
    { usedPercent: 84, says: [], good: true },
    {
      usedPercent: 85,
      says: ["warn k1: /data is 85 % full, 700 MiB free: make room or grow it"],
      good: true,
    },
    {
      usedPercent: 94,
      says: ["warn k1: /data is 94 % full, 700 MiB free: make room or grow it"],
      good: true,
    },
    {
      usedPercent: 95,
      says: ["bad k1: /data is 95 % full, 700 MiB free: make room or grow it"],
      good: false,
    },
  ])("$usedPercent % used: $says", ({ usedPercent, says, good }) => {
    const disks = [
      { path: "/data", sizeKiB: 4_194_304, freeKiB: 716_800, usedPercent, volumes: ["dev-kafka1-data"] },
    ];
    const servers = withServer("k1", { disks });
    expect(findings({ servers })).toEqual(says);
    expect(statusOf(plan, plan.services, seen({ servers })).good).toBe(good);
  });
});

describe("a certificate", () => {
  const at = (notAfter: string) =>
    withServer("p1", {
      certificates: [
        { name: "peer0.org1.example.com tls", container: "dev-peer0.org1.example.com", notAfter },
      ],
    });

  test.each([
    { notAfter: "2025-07-01T00:00:00.000Z", says: [] },
    {
      notAfter: "2025-06-30T23:00:00.000Z",
      says: [
        "warn certificate peer0.org1.example.com tls: ends in 29 days, 2025-06-30T23:00:00.000Z; pulumi up renews it with the same key",
      ],
    },
    {
      notAfter: "2025-05-31T00:00:00.000Z",
      says: [
        "bad certificate peer0.org1.example.com tls: ended 2025-05-31T00:00:00.000Z; pulumi up renews it with the same key",
      ],
    },
  ])("until $notAfter on 1 June: $says", ({ notAfter, says }) => {
    expect(findings({ servers: at(notAfter) })).toEqual(says);
  });

  test("counts as its server holds it; the outputs add what stands on none, soonest end first", () => {
    const { certificates } = statusOf(
      plan,
      plan.services,
      seen({
        servers: at("2025-08-01T00:00:00.000Z"),
        outputs: {
          certificates: {
            "Admin@org1.example.com": "2025-07-31T00:00:00.000Z",
            "peer0.org1.example.com tls": "2026-06-01T00:00:00.000Z",
          },
        },
      }),
    );
    expect(certificates).toEqual([
      { name: "Admin@org1.example.com", notAfter: "2025-07-31T00:00:00.000Z", daysLeft: 60, level: "good" },
      {
        name: "peer0.org1.example.com tls",
        notAfter: "2025-08-01T00:00:00.000Z",
        daysLeft: 61,
        level: "good",
      },
    ]);
  });
});

test("without the stack's outputs it says what is not shown", () => {
  const { outputs: _, ...rest } = seen();
  expect(statusOf(plan, plan.services, rest).notShown).toEqual([
    "certificates of people and authorities that stand on no server: the stack's outputs could not be read",
  ]);
});
