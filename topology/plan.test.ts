import { describe, expect, test } from "vitest";
import type { StackInput } from "../config/schema.js";
import type { Plan } from "./model/plan.js";
import type { PlannedService } from "./model/service.js";
import { planNetwork } from "./plan.js";
import { manualStack, settingsOf } from "./testing/stack.js";

const planOf = (input: StackInput): Plan => planNetwork(settingsOf(input), { stack: "prod" });
const serviceOf = (plan: Plan, name: string): PlannedService => {
  const service = plan.services.find((s) => s.name === name);
  if (!service) throw new Error(`no service ${name} in ${plan.services.map((s) => s.name).join(" ")}`);
  return service;
};

/** The manual's network on one server. */
function oneServer(): StackInput {
  const input = manualStack();
  const { servers, fabric } = input;
  if (!servers || !fabric) throw new Error("the manual's stack has servers and a network");
  for (const member of [
    ...Object.values(fabric.ordering.zookeeper ?? {}),
    ...Object.values(fabric.ordering.kafka ?? {}),
  ])
    member.server = "zk1";
  fabric.ordering.orderers = { orderer0: "zk1", orderer1: "zk1", orderer2: "zk1" };
  for (const organization of Object.values(fabric.organizations))
    organization.peers = Object.fromEntries(
      Object.keys(organization.peers ?? {}).map((peer) => [peer, "zk1"]),
    );
  return input;
}

describe("the manual's network on thirteen servers", () => {
  const plan = planOf(manualStack());

  test("one role stands on each server, and a chaincode beside each peer", () => {
    const placed = plan.services.map((s) => `${s.server} ${s.name}`);
    expect(placed).toEqual([
      "zk1 zookeeper1",
      "zk2 zookeeper2",
      "zk3 zookeeper3",
      "k1 kafka1",
      "k2 kafka2",
      "k3 kafka3",
      "k4 kafka4",
      "o1 orderer0.example.com",
      "o2 orderer1.example.com",
      "o3 orderer2.example.com",
      "p3 bar.org5.example.com",
      "p2 foo27.org5.example.com",
      "p1 peer0.org1.example.com",
      "p3 mycc-mychannel-bar.org5.example.com",
      "p2 mycc-mychannel-foo27.org5.example.com",
      "p1 mycc-mychannel-peer0.org1.example.com",
    ]);
  });

  test("ZooKeeper listens for clients on the private address only", () => {
    expect(serviceOf(plan, "zookeeper2").env.ZOO_SERVERS).toBe(
      "server.1=zookeeper1:2888:3888;10.0.0.11:2181 server.2=zookeeper2:2888:3888;10.0.0.12:2181 server.3=zookeeper3:2888:3888;10.0.0.13:2181",
    );
  });

  test("a broker advertises its name and fetches messages a mebibyte larger than the largest block", () => {
    const { env, hosts } = serviceOf(plan, "kafka3");
    expect(env.KAFKA_LISTENERS).toBe("PLAINTEXT://10.0.0.16:9092");
    expect(env.KAFKA_ADVERTISED_LISTENERS).toBe("PLAINTEXT://kafka3:9092");
    expect(env.KAFKA_MESSAGE_MAX_BYTES).toBe("11534336");
    expect(env.KAFKA_REPLICA_FETCH_MAX_BYTES).toBe("11534336");
    expect(env.KAFKA_BROKER_RACK).toBe("c");
    expect(Object.keys(hosts).sort()).toEqual([
      "kafka1",
      "kafka2",
      "kafka3",
      "kafka4",
      "zookeeper1",
      "zookeeper2",
      "zookeeper3",
    ]);
  });

  test("an orderer resolves itself and the brokers, and nothing else", () => {
    expect(serviceOf(plan, "orderer1.example.com").hosts).toEqual({
      "orderer1.example.com": "10.0.0.19",
      kafka1: "10.0.0.14",
      kafka2: "10.0.0.15",
      kafka3: "10.0.0.16",
      kafka4: "10.0.0.17",
    });
  });

  test("a node's server gets its own two keys and no other", () => {
    const keys = serviceOf(plan, "foo27.org5.example.com").files.filter((file) => file.mode === "0600");
    expect(keys.map((file) => file.source)).toEqual([
      { kind: "material", name: "foo27.org5.example.com/msp/key" },
      { kind: "material", name: "foo27.org5.example.com/tls/key" },
    ]);
  });

  test("a peer introduces itself to its organisation's anchor by address", () => {
    expect(serviceOf(plan, "foo27.org5.example.com").env.CORE_PEER_GOSSIP_BOOTSTRAP).toBe("10.0.0.23:7051");
    expect(serviceOf(plan, "bar.org5.example.com").env.CORE_PEER_GOSSIP_BOOTSTRAP).toBe("10.0.0.23:7051");
  });

  test("the firewall of a broker's server lets in the other brokers and the orderers", () => {
    expect(plan.flows.find((flow) => flow.service === "kafka1 client")).toEqual({
      to: "k1",
      from: ["k2", "k3", "k4", "o1", "o2", "o3"],
      port: 9092,
      service: "kafka1 client",
    });
  });

  test("admin, operations and chaincode endpoints listen on loopback", () => {
    const open = plan.services.flatMap((s) =>
      s.ports.filter((p) => p.exposure === "private").map((p) => p.name),
    );
    expect([...new Set(open)].sort()).toEqual(["client", "election", "grpc", "quorum"]);
  });

  test("planning again gives the same plan", () => {
    expect(planOf(manualStack())).toEqual(plan);
  });
});

describe("a change of the settings", () => {
  const before = planOf(manualStack());
  const changed = (edit: (input: StackInput) => void): string[] => {
    const input = manualStack();
    edit(input);
    const after = planOf(input);
    return after.services
      .filter((s) => JSON.stringify(s) !== JSON.stringify(before.services.find((b) => b.name === s.name)))
      .map((s) => s.name);
  };

  test("a peer's log level touches that peer only", () => {
    expect(
      changed((input) => {
        const peers = input.fabric?.organizations.Org5?.peers;
        if (peers) peers.foo27 = { server: "p2", logLevel: "debug" };
      }),
    ).toEqual(["foo27.org5.example.com"]);
  });

  test("a Kafka property touches the brokers only", () => {
    expect(
      changed((input) => {
        if (input.fabric) input.fabric.ordering.kafkaProperties = { "num.io.threads": 4 };
      }),
    ).toEqual(["kafka1", "kafka2", "kafka3", "kafka4"]);
  });

  test("a new peer touches no service that was there", () => {
    expect(
      changed((input) => {
        const peers = input.fabric?.organizations.Org1?.peers;
        if (peers) peers.peer1 = "zk1";
      }),
    ).toEqual(["peer1.org1.example.com", "mycc-mychannel-peer1.org1.example.com"]);
  });
});

describe("everything on one server", () => {
  const plan = planOf(oneServer());

  test("brokers keep their ids and get ports of their own", () => {
    const brokers = plan.services.filter((s) => s.role === "kafka");
    expect(brokers.map((s) => [s.env.KAFKA_BROKER_ID, s.env.KAFKA_LISTENERS])).toEqual([
      ["1", "PLAINTEXT://10.0.0.11:9092"],
      ["2", "PLAINTEXT://10.0.0.11:10092"],
      ["3", "PLAINTEXT://10.0.0.11:11092"],
      ["4", "PLAINTEXT://10.0.0.11:12092"],
    ]);
  });

  test("no two services share an address and port", () => {
    const bound = plan.services.flatMap((s) => s.ports.map((p) => `${p.address}:${p.port}`));
    expect(bound.length).toBe(new Set(bound).size);
  });

  test("chaincodes of several peers share a port on loopback addresses of their own", () => {
    const chaincodes = plan.services.filter((s) => s.role === "chaincode");
    expect(chaincodes.map((s) => s.env.CHAINCODE_SERVER_ADDRESS).sort()).toEqual([
      "127.0.0.1:9999",
      "127.0.0.2:9999",
      "127.0.0.3:9999",
    ]);
  });
});
