import { homedir } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import { inClear, type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

const container = "docker:index/container:Container";
const volume = "docker:index/volume:Volume";
const localCommand = "command:local:Command";

let all: Registration[] = [];
beforeAll(async () => {
  all = await runProgram("test", withCouchDb(referencedStack()));
}, 120_000);

/** Org1's peer on CouchDB, so that a password is among the secrets. */
function withCouchDb(stack: StackInput): StackInput {
  const { fabric } = stack;
  const Org1 = fabric?.organizations.Org1;
  if (!fabric || !Org1) throw new Error("the stack has no Org1");
  return {
    ...stack,
    fabric: {
      ...fabric,
      organizations: { ...fabric.organizations, Org1: { ...Org1, stateDatabase: "couchdb" } },
    },
  };
}

function ofType(type: string): Registration[] {
  return all.filter((registration) => registration.type === type);
}

function named(name: string): Registration {
  const found = all.filter(
    (registration) => registration.name === name && !registration.type.startsWith("consortium:"),
  );
  if (found.length !== 1) throw new Error(`${found.length} resources named ${name}`);
  return found[0] as Registration;
}

describe("a container", () => {
  test("goes to its own server's engine", () => {
    expect(Object.fromEntries(ofType(container).map(({ name, provider }) => [name, provider]))).toEqual({
      "test-bar.org5.example.com": "p3-docker",
      "test-couchdb-peer0.org1.example.com": "p1-docker",
      "test-foo27.org5.example.com": "p2-docker",
      "test-kafka1": "k1-docker",
      "test-kafka2": "k2-docker",
      "test-kafka3": "k3-docker",
      "test-kafka4": "k4-docker",
      "test-mycc-mychannel-bar.org5.example.com": "p3-docker",
      "test-mycc-mychannel-foo27.org5.example.com": "p2-docker",
      "test-mycc-mychannel-peer0.org1.example.com": "p1-docker",
      "test-orderer0.example.com": "o1-docker",
      "test-orderer1.example.com": "o2-docker",
      "test-orderer2.example.com": "o3-docker",
      "test-peer0.org1.example.com": "p1-docker",
      "test-zookeeper1": "zk1-docker",
      "test-zookeeper2": "zk2-docker",
      "test-zookeeper3": "zk3-docker",
    });
  });

  test("is removed before its successor is made, also for fields that Docker cannot change in place", () => {
    for (const { name, deleteBeforeReplace, replaceOnChanges } of ofType(container))
      expect([name, deleteBeforeReplace, replaceOnChanges]).toEqual([
        name,
        true,
        ["healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota"],
      ]);
  });

  // The engine would remove a whole quorum at once when one member is replaced.
  test("takes nothing from another container", () => {
    const ids = ofType(container).map(({ name }) => `${name}-id`);
    for (const { name, inputs, dependsOn } of ofType(container)) {
      const text = JSON.stringify(inputs);
      expect([name, ids.filter((id) => text.includes(id))]).toEqual([name, []]);
      expect([name, dependsOn.filter((other) => ids.includes(`${other}-id`))]).toEqual([name, []]);
    }
  });

  test.each([
    { phase: "kafka-ready", after: "zookeeper-formed" },
    { phase: "orderers-ready", after: "kafka-formed" },
    { phase: "peers-Org5-ready", after: "orderers-formed" },
  ])("$phase waits for $after", ({ phase, after }) => {
    expect(named(phase).dependsOn).toContain(after);
  });

  test.each([
    { member: "test-zookeeper1", gates: ["zookeeper-ready"] },
    { member: "test-zookeeper2", gates: ["zookeeper-ready", "zookeeper1-in-sync"] },
    { member: "test-kafka1", gates: ["kafka-ready"] },
    { member: "test-kafka4", gates: ["kafka-ready", "kafka3-in-sync"] },
    { member: "test-orderer0.example.com", gates: ["orderers-ready"] },
    { member: "test-orderer2.example.com", gates: ["orderer1.example.com-in-sync", "orderers-ready"] },
    { member: "test-bar.org5.example.com", gates: ["peers-Org5-ready"] },
    { member: "test-foo27.org5.example.com", gates: ["bar.org5.example.com-in-sync", "peers-Org5-ready"] },
  ])("$member waits for $gates", ({ member, gates }) => {
    expect(named(member).dependsOn.filter((name) => /-(ready|in-sync)$/.test(name))).toEqual(gates);
  });
});

describe("data", () => {
  test("outlives its resource, unprotected with data: delete", () => {
    const volumes = ofType(volume);
    expect(volumes).toHaveLength(17);
    for (const { name, retainOnDelete, protect } of volumes)
      expect([name, retainOnDelete, protect]).toEqual([name, true, false]);
  });

  test("goes when the stack is destroyed: the teardown lies below all that runs and above the servers", () => {
    const { inputs, dependsOn } = named("fabric-teardown");
    expect(inputs).toMatchObject({ delete: "node steps/run.mjs teardown" });
    expect(inputs).not.toHaveProperty("create");
    expect(dependsOn.filter((name) => name.endsWith("-prepare"))).toHaveLength(13);
    const environment = inputs.environment as { readonly CONSORTIUM_STEP: string };
    expect(JSON.parse(environment.CONSORTIUM_STEP)).toMatchObject({
      stack: "test",
      network: "0011223344556677",
      data: "delete",
    });
    const below = new Set(
      all.filter((one) => one.dependsOn.includes("fabric-teardown")).map(({ name }) => name),
    );
    expect([...below].sort()).toEqual([
      "test-bar.org5.example.com-ledger",
      "test-couchdb-peer0.org1.example.com",
      "test-couchdb-peer0.org1.example.com-data",
      "test-foo27.org5.example.com-ledger",
      "test-kafka1-data",
      "test-kafka2-data",
      "test-kafka3-data",
      "test-kafka4-data",
      "test-mycc-mychannel-bar.org5.example.com",
      "test-mycc-mychannel-foo27.org5.example.com",
      "test-mycc-mychannel-peer0.org1.example.com",
      "test-orderer0.example.com-ledger",
      "test-orderer1.example.com-ledger",
      "test-orderer2.example.com-ledger",
      "test-peer0.org1.example.com-ledger",
      "test-zookeeper1-data",
      "test-zookeeper1-datalog",
      "test-zookeeper2-data",
      "test-zookeeper2-datalog",
      "test-zookeeper3-data",
      "test-zookeeper3-datalog",
    ]);
  });
});

describe("a key or password", () => {
  test("is an input only as a secret", () => {
    const seen = all.map(({ name, inputs }) => [
      name,
      JSON.stringify(inClear(inputs)).match(/(KEY|PASSWORD) of/g),
    ]);
    expect(seen.filter(([, found]) => found)).toEqual([]);
    // The check would be empty if no secret arrived at all.
    expect(JSON.stringify(all.map(({ inputs }) => inputs))).toMatch(/KEY of .*PASSWORD of /s);
  });

  test("reaches its own node's container and no other", () => {
    const keysOf = (name: string) =>
      [...new Set(JSON.stringify(named(name).inputs).match(/(KEY|PASSWORD) of [^"\\]+/g))].sort();
    const expected: Record<string, string[]> = {
      "test-couchdb-peer0.org1.example.com": ["PASSWORD of couchdb-peer0.org1.example.com-password"],
      "test-peer0.org1.example.com": [
        "KEY of peer0.org1.example.com-identity-key",
        "KEY of peer0.org1.example.com-tls-key",
        "PASSWORD of couchdb-peer0.org1.example.com-password",
      ],
      ...Object.fromEntries(
        ["bar.org5", "foo27.org5"].map((peer) => [
          `test-${peer}.example.com`,
          [`KEY of ${peer}.example.com-identity-key`, `KEY of ${peer}.example.com-tls-key`],
        ]),
      ),
      ...Object.fromEntries(
        ["orderer0", "orderer1", "orderer2"].map((orderer) => [
          `test-${orderer}.example.com`,
          [`KEY of ${orderer}.example.com-identity-key`, `KEY of ${orderer}.example.com-tls-key`],
        ]),
      ),
    };
    for (const { name } of ofType(container))
      expect([name, keysOf(name)]).toEqual([name, expected[name] ?? []]);
  });

  test("of a certificate authority reaches no container and no step", () => {
    const text = JSON.stringify(
      all.filter(({ type }) => !type.startsWith("tls:")).map(({ inputs }) => inputs),
    );
    expect(text.match(/KEY of \w+-(tls)?ca-key/g)).toBeNull();
  });
});

test("a step's command is the same on every machine", () => {
  for (const { name, inputs } of ofType(localCommand)) {
    expect([name, inputs.create ?? inputs.delete]).toEqual([
      name,
      expect.stringMatching(/^node steps\/run\.mjs [a-z-]+$/),
    ]);
    expect(JSON.stringify(inputs)).not.toContain(process.cwd());
    expect(JSON.stringify(inputs)).not.toContain(`"${homedir()}/`);
  }
});

// A stack may begin without a Fabric network, with everything at the top of its state, and get one later.
test("what every network stands on keeps its state when a Fabric network comes to a stack", () => {
  const servers = ["k1", "k2", "k3", "k4", "o1", "o2", "o3", "p1", "p2", "p3", "zk1", "zk2", "zk3"];
  expect(
    Object.fromEntries(
      all
        .filter(({ aliases }) => aliases.some((alias) => alias.startsWith("::")))
        .map(({ name, aliases }) => [name, aliases]),
    ),
  ).toEqual({
    "fabric-id": ["::network-id"],
    "fabric-teardown": ["::network-teardown"],
    images: ["::images"],
    preflight: ["::preflight"],
    ...Object.fromEntries(servers.map((name) => [name, [`::${name}`]])),
  });
});
