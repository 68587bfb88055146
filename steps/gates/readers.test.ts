import { describe, expect, test } from "vitest";
import { describeInspected } from "../../hosts/docker/container.js";
import { notPosted, readHeights, readStarted } from "../fabric/ledger.js";
import { readMntr, readSrvr } from "../fabric/zookeeper.js";

describe("ZooKeeper's srvr", () => {
  const srvr = (mode: string) =>
    `Zookeeper version: 3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12 22:16 UTC\nLatency min/avg/max: 0/0.0/0\nZxid: 0x100000000\nMode: ${mode}\nNode count: 5\n`;
  test.each([
    { answer: srvr("leader"), told: { mode: "leader" } },
    { answer: srvr("follower"), told: { mode: "follower" } },
    { answer: srvr("standalone"), told: { mode: "standalone" } },
    {
      answer: "This ZooKeeper instance is not currently serving requests\n",
      told: { problem: "This ZooKeeper instance is not currently serving requests" },
    },
    {
      answer: "srvr is not executed because it is not in the whitelist.\n",
      told: { problem: "srvr is not executed because it is not in the whitelist." },
    },
    { answer: "", told: { problem: "closed the connection without an answer" } },
  ])("$told", ({ answer, told }) => {
    expect(readSrvr(answer)).toEqual(told);
  });
});

describe("a leader's mntr", () => {
  test("tells the followers that have its whole history", () => {
    expect(readMntr("zk_server_state\tleader\nzk_followers\t2\nzk_synced_followers\t1\n")).toEqual({
      syncedFollowers: 1,
    });
  });
  test("may be forbidden, which tells nothing", () => {
    expect(readMntr("mntr is not executed because it is not in the whitelist.\n")).toEqual({});
  });
});

test("heights are read by channel from Prometheus text, whatever else is there", () => {
  const metrics = [
    "# HELP ledger_blockchain_height Height of the chain in blocks.",
    "# TYPE ledger_blockchain_height gauge",
    'ledger_blockchain_height{channel="mychannel"} 12',
    'ledger_blockchain_height{channel="syschannel"} 1.2e+06',
    'ledger_blockstorage_commit_time_bucket{channel="mychannel",le="0.005"} 3',
    "",
  ].join("\n");
  expect(readHeights(metrics)).toEqual({ mychannel: 12, syschannel: 1_200_000 });
});

describe("an orderer on Kafka", () => {
  const offsets = ["mychannel", "syschannel"].map(
    (channel) => `consensus_kafka_last_offset_persisted{channel="${channel}"} 7`,
  );
  const posted = (topic: string) => `consensus_kafka_records_per_request{topic="${topic}"} 1`;
  test.each([
    {
      title: "that has posted to every topic takes messages",
      lines: [...offsets, posted("mychannel"), posted("syschannel")],
      waits: [],
    },
    {
      title: "that has posted to one waits for the other",
      lines: [...offsets, posted("mychannel")],
      waits: ["syschannel"],
    },
    {
      title: "is told of a topic with dots by underscores",
      lines: ['consensus_kafka_last_offset_persisted{channel="my.channel"} 7', posted("my_channel")],
      waits: [],
    },
    { title: "that has just started waits for all", lines: offsets, waits: ["mychannel", "syschannel"] },
    { title: "is told from one without Kafka", lines: ["consensus_etcdraft_is_leader 1"], waits: [] },
  ])("$title", ({ lines, waits }) => {
    expect(notPosted(lines.join("\n"))).toEqual(waits);
  });

  test("says in its log which channels have started", () => {
    const log =
      "\u001b[34m2026-11-21 05:38:26.609 UTC 0018 INFO\u001b[0m [orderer.consensus.kafka] \u001b[34;1mstartThread\u001b[0m -> [channel: mychannel] Start phase completed successfully\n" +
      "2026-01-02 03:04:05.700 UTC 001e INFO [orderer.consensus.kafka] startThread -> [channel: my.sys-1] Start phase completed successfully\n";
    expect(readStarted(log)).toEqual(["mychannel", "my.sys-1"]);
    expect(readStarted("")).toEqual([]);
  });
});

describe("a container", () => {
  test("that runs has no exit code; its specification is a label", () => {
    expect(
      describeInspected({
        State: { Status: "running", ExitCode: 0, Running: true },
        RestartCount: 2,
        Config: { Labels: { "consortium.spec": "ab12" } },
      }),
    ).toEqual({ status: "running", restarts: 2, spec: "ab12" });
  });
  test("with a health check of its own says how it is", () => {
    expect(
      describeInspected({
        State: { Status: "running", ExitCode: 0, Running: true, Health: { Status: "starting" } },
        RestartCount: 0,
        Config: { Labels: null },
      }),
    ).toEqual({ status: "running", restarts: 0, health: "starting" });
  });
  test("that ended has one", () => {
    expect(
      describeInspected({
        State: { Status: "exited", ExitCode: 143, Running: false },
        RestartCount: 0,
        Config: { Labels: null },
      }),
    ).toEqual({ status: "exited", restarts: 0, exitCode: 143 });
  });
});
