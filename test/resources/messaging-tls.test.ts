import { beforeAll, describe, expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import { isSecret, type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

let all: Registration[] = [];
beforeAll(async () => {
  all = await runProgram("test", withTls(referencedStack()));
}, 120_000);

function withTls(stack: StackInput): StackInput {
  const { fabric } = stack;
  if (!fabric) throw new Error("the stack has a network");
  return { ...stack, accept: [], fabric: { ...fabric, ordering: { ...fabric.ordering, tls: true } } };
}

const named = (name: string): Registration => {
  const [found] = all.filter((one) => one.name === name && !one.type.startsWith("consortium:"));
  if (!found) throw new Error(`no resource ${name}`);
  return found;
};
const keysIn = (value: unknown) =>
  [...new Set(JSON.stringify(value).match(/KEY of messaging-[a-z0-9.-]+/g) ?? [])].sort();
const textIn = (value: unknown): string =>
  typeof value === "object" && value !== null && "value" in value ? String(value.value) : String(value);

describe("a key of ZooKeeper or Kafka", () => {
  test.each([
    { container: "test-zookeeper1", keys: ["KEY of messaging-zookeeper-zookeeper1-key"] },
    {
      container: "test-kafka2",
      keys: ["KEY of messaging-kafka-kafka2-key", "KEY of messaging-zookeeper-kafka2-key"],
    },
    { container: "test-orderer0.example.com", keys: ["KEY of messaging-kafka-orderer0.example.com-key"] },
    { container: "test-peer0.org1.example.com", keys: [] },
  ])("reaches $container only when it is its own", ({ container, keys }) => {
    expect(keysIn(named(container).inputs)).toEqual(keys);
  });

  test("goes into a container as a file of mode 0600, never as a variable or an argument", () => {
    for (const { inputs } of all.filter(({ type }) => type === "docker:index/container:Container")) {
      const { uploads: _files, ...rest } = inputs;
      expect(keysIn(rest)).toEqual([]);
    }
    const uploads = named("test-kafka1").inputs.uploads as { value?: unknown };
    const files = (isSecret(uploads) ? uploads.value : uploads) as { file: string; permissions: string }[];
    expect(
      files.filter((file) => keysIn(file).length > 0).map(({ file, permissions }) => [file, permissions]),
    ).toEqual([
      ["/etc/kafka/tls/broker.pem", "0600"],
      ["/etc/kafka/tls/zookeeper-client.pem", "0600"],
    ]);
  });

  test("is followed by its certificate in the file that a JVM reads", () => {
    expect(JSON.stringify(named("test-zookeeper3").inputs)).toContain(
      "KEY of messaging-zookeeper-zookeeper3-keyCERTIFICATE of messaging-zookeeper-zookeeper3-cert",
    );
  });

  test("of an authority reaches no container and no step", () => {
    const outside = all.filter(({ type }) => !type.startsWith("tls:")).map(({ inputs }) => inputs);
    expect(keysIn(outside)).not.toEqual([]);
    expect(keysIn(outside).filter((key) => key.includes("-ca-key"))).toEqual([]);
  });
});

describe("a gate", () => {
  test.each([
    { gate: "zookeeper-ready", keys: ["KEY of messaging-zookeeper-operator-key"] },
    { gate: "zookeeper2-in-sync", keys: ["KEY of messaging-zookeeper-operator-key"] },
    { gate: "kafka-formed", keys: ["KEY of messaging-kafka-operator-key"] },
    { gate: "orderers-formed", keys: [] },
    { gate: "peers-Org1-ready", keys: [] },
  ])("$gate is given $keys on stdin, as a secret", ({ gate, keys }) => {
    const { stdin, ...rest } = named(gate).inputs;
    expect(keysIn(rest)).toEqual([]);
    expect(keysIn(stdin ?? "")).toEqual(keys);
    if (keys.length > 0) expect(isSecret(stdin)).toBe(true);
  });

  test("knows from its public part that the port asks for certificates", () => {
    const { CONSORTIUM_STEP } = named("kafka-formed").inputs.environment as Record<string, unknown>;
    const { quorum } = JSON.parse(textIn(CONSORTIUM_STEP)) as {
      quorum: { members: { authority?: string }[] };
    };
    expect(quorum.members.map(({ authority }) => authority)).toEqual(["kafka", "kafka", "kafka", "kafka"]);
  });
});

test("one who only dials has a certificate that nobody takes for a server's", () => {
  const uses = (name: string) => named(name).inputs.allowedUses;
  expect(uses("messaging-kafka-orderer0.example.com-cert")).toEqual(["digital_signature", "client_auth"]);
  expect(uses("messaging-zookeeper-kafka1-cert")).toEqual(["digital_signature", "client_auth"]);
  expect(uses("messaging-kafka-kafka1-cert")).toEqual([
    "digital_signature",
    "key_encipherment",
    "server_auth",
    "client_auth",
  ]);
});
