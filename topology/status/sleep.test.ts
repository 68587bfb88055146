import { describe, expect, test } from "vitest";
import { ensemble } from "../quorum/testing.js";
import { statusOf } from "./judge.js";
import type { SeenQuorum } from "./seen.js";
import { findings, plan, quorum, seen, whole } from "./testing.js";

describe("a network that sleeps", () => {
  const sleep = { since: "2026-01-02T03:04:05.000Z", by: "anna@desk" };
  /** Every server with its containers stopped and the record of the sleep. */
  const asleep = () =>
    Object.fromEntries(
      Object.entries(whole()).map(([name, one]) => [
        name,
        {
          ...one,
          sleep,
          containers: one.containers.map(({ upSeconds, ...rest }) => ({
            ...rest,
            status: "exited",
            exitCode: 143,
          })),
        },
      ]),
    );
  const stopped: SeenQuorum = quorum("zookeeper", ensemble("xxx"));

  test("has nothing wrong with it, and is not good", () => {
    const report = statusOf(plan, plan.services, seen({ servers: asleep(), quorums: [stopped] }));
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ good: false, hibernated: sleep });
    expect(report.zookeeper).toBeUndefined();
    expect(new Set(report.services.map(({ says, level, state }) => `${says} ${level} ${state}`))).toEqual(
      new Set(["asleep good exited"]),
    );
  });

  test("is still judged by what is absent, what runs, and servers that do not answer", () => {
    const { k1, k2, p1, ...servers } = asleep();
    if (!k2 || !p1) throw new Error("no such servers");
    expect(
      findings({
        servers: {
          ...servers,
          k2: { ...k2, containers: [] },
          p1: { ...p1, containers: p1.containers.map((one) => ({ ...one, status: "running" })) },
        },
        away: { k1: "cannot be reached" },
      }),
    ).toEqual([
      "bad k1: cannot be reached",
      "bad kafka2 on k2: its container is absent",
      "bad peer0.org1.example.com on p1: runs although the network is hibernated; ./consortium wake goes on",
      "bad mycc-mychannel-peer0.org1.example.com on p1: runs although the network is hibernated; ./consortium wake goes on",
    ]);
  });

  test("of which servers keep different records sleeps since the latest", () => {
    const { k1, ...servers } = asleep();
    if (!k1) throw new Error("no such server");
    const later = { since: "2026-02-02T03:04:05.000Z", by: "ben@desk" };
    expect(
      statusOf(plan, plan.services, seen({ servers: { ...servers, k1: { ...k1, sleep: later } } }))
        .hibernated,
    ).toEqual(later);
  });
});
