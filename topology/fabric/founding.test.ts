import { describe, expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import { planNetwork } from "../plan.js";
import { manualStack, settingsOf } from "../test-stack.js";
import { compareFounding, foundingOf } from "./founding.js";

const recordOf = (input: StackInput) => foundingOf(planNetwork(settingsOf(input), { stack: "prod" }));
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
