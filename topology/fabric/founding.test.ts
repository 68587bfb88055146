import { describe, expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import { fabricPlanOf, manualStack } from "../testing/stack.js";
import { compareFounding } from "./founding.js";
import { foundingOf } from "./founding-record.js";

const recordOf = (input: StackInput) => foundingOf(fabricPlanOf(input, "prod"));
const founded = recordOf(manualStack());

type Fabric = NonNullable<StackInput["fabric"]>;

describe("what a running network allows", () => {
  test.each<{ change: string; edit: (fabric: Fabric) => void; refused: string[] }>([
    { change: "nothing", edit: () => {}, refused: [] },
    {
      change: "a further peer",
      edit: (fabric) => {
        const org = fabric.organizations.Org1;
        if (org) org.peers = { ...org.peers, peer1: "zk1" };
      },
      refused: [],
    },
    {
      change: "a further organisation",
      edit: (fabric) => {
        fabric.organizations.Org6 = {
          domain: "org6.example.com",
          peers: { peer0: "zk2" },
          anchors: ["peer0"],
        };
      },
      refused: ["fabric.organizations.Org6"],
    },
    {
      change: "a further channel",
      edit: (fabric) => {
        if (fabric.channels) fabric.channels.second = { organizations: ["Org1"] };
      },
      refused: ["fabric.channels.second"],
    },
    {
      change: "a further orderer",
      edit: (fabric) => {
        fabric.ordering.orderers.orderer3 = "zk1";
      },
      refused: ["fabric.ordering.orderers.orderer3.example.com"],
    },
    {
      change: "a further broker",
      edit: (fabric) => {
        if (fabric.ordering.kafka) fabric.ordering.kafka.kafka5 = { server: "zk1", id: 5 };
      },
      refused: ["fabric.ordering.kafka.kafka5"],
    },
    {
      change: "another broker id",
      edit: (fabric) => {
        if (fabric.ordering.kafka) fabric.ordering.kafka.kafka4 = { server: "k4", id: 9 };
      },
      refused: ["fabric.ordering.kafka.kafka4"],
    },
    {
      change: "a peer on another server",
      edit: (fabric) => {
        const org = fabric.organizations.Org1;
        if (org) org.peers = { peer0: "zk1" };
      },
      refused: ["fabric.organizations.*.peers.peer0.org1.example.com"],
    },
    {
      change: "another state database",
      edit: (fabric) => {
        const org = fabric.organizations.Org1;
        if (org) org.stateDatabase = "couchdb";
      },
      refused: ["fabric.organizations.*.peers.peer0.org1.example.com"],
    },
    {
      change: "the tier's default written out",
      edit: (fabric) => {
        fabric.ordering.tls = false;
      },
      refused: [],
    },
    {
      change: "TLS for Kafka and ZooKeeper",
      edit: (fabric) => {
        fabric.ordering.tls = true;
      },
      refused: ["fabric.ordering.tls"],
    },
    {
      change: "another batch timeout and size",
      edit: (fabric) => {
        fabric.ordering.batch = { timeout: "1s", maxMessageCount: 20 };
      },
      refused: ["fabric.ordering.batch.timeout", "fabric.ordering.batch.maxMessageCount"],
    },
  ])("$change", ({ edit, refused }) => {
    const input = manualStack();
    if (input.fabric) edit(input.fabric);
    const findings = compareFounding(founded, recordOf(input));
    expect(findings.map((finding) => finding.path).sort()).toEqual([...refused].sort());
    for (const finding of findings) expect(finding.remedy).toMatch(/put it back|put back|take it out/);
  });
});

describe("plain or TLS between orderers, brokers and ZooKeeper", () => {
  const production = { ...manualStack(), tier: "production" as const };
  const asFounded = (record: typeof founded) => compareFounding(record, recordOf(production));

  test("a network founded on TLS stays there", () => {
    expect(recordOf(production).messaging).toBe("mutual TLS");
    expect(asFounded(recordOf(production))).toEqual([]);
  });

  test("one founded before there was a choice is plain, and the default of its tier does not change it", () => {
    const { messaging: _unsaid, ...record } = recordOf(production);
    expect(
      asFounded(record).map(({ path, found, allowed, remedy }) => [path, found, allowed, remedy]),
    ).toEqual([
      [
        "fabric.ordering.tls",
        "mutual TLS",
        "plain",
        "put back: tls: false; changing it would stop ZooKeeper, the brokers and the orderers together, which is not built yet (a network founded anew may choose; docs/kafka-tls.md)",
      ],
    ]);
  });
});
