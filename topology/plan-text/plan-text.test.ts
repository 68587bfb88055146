import { describe, expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { settingsWith } from "../rules/testing/stack.js";
import { planWithoutFabric } from "../testing/bridged.js";
import { isPlanFile, planFiles } from "./plan-text.js";

/** The files of the manual's network on 13 big servers, with changes to its stack by path. */
function filesWith(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  const settings = settingsWith(changes);
  const plan = planNetwork(settings, { stack: "test" });
  return planFiles({ plan, images: settings.images, files: ["Pulumi.test.yaml"] });
}

const before = filesWith();

/** Lines that only one of the two plans has, by file; `-` is the old plan's. */
function differences(after: Readonly<Record<string, string>>): Record<string, string[]> {
  const only = (sign: string, text: string | undefined, other: string | undefined) => {
    const others = new Set(other?.split("\n"));
    return (text?.split("\n") ?? []).filter((line) => !others.has(line)).map((line) => sign + line);
  };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    names
      .map((name): [string, string[]] => [
        name,
        [...only("-", before[name], after[name]), ...only("+", after[name], before[name])],
      ])
      .filter(([, lines]) => lines.length > 0),
  );
}

test("there is a file for each server and a page for the network, each known as ours", () => {
  const servers = "k1 k2 k3 k4 o1 o2 o3 p1 p2 p3 zk1 zk2 zk3".split(" ").map((name) => `${name}.yaml`);
  expect(Object.keys(before)).toEqual([...servers, "network.md"]);
  expect(Object.values(before).filter((text) => !isPlanFile(text))).toEqual([]);
  expect(isPlanFile("servers: {}\n")).toBe(false);
});

describe("a small change of the configuration is a small difference", () => {
  test("a peer's log level: one line of its server", () => {
    const peer0 = { server: "p1", logLevel: "gossip=debug:info" };
    expect(differences(filesWith({ "fabric.organizations.Org1.peers": { peer0 } }))).toEqual({
      "p1.yaml": ["-      FABRIC_LOGGING_SPEC: info", "+      FABRIC_LOGGING_SPEC: gossip=debug:info"],
    });
  });

  test("a Kafka property: one line of each broker's server", () => {
    const line = ['+      KAFKA_NUM_IO_THREADS: "16"'];
    expect(differences(filesWith({ "fabric.ordering.kafkaProperties": { "num.io.threads": 16 } }))).toEqual({
      "k1.yaml": line,
      "k2.yaml": line,
      "k3.yaml": line,
      "k4.yaml": line,
    });
  });

  test("another peer: its server and the network", () => {
    const peers = { foo27: "p2", bar: "p3", peer1: "p1" };
    const found = differences(filesWith({ "fabric.organizations.Org5.peers": peers }));
    expect(Object.keys(found)).toEqual(["network.md", "p1.yaml"]);
    // The server's own figures: it holds more. Of what ran there before, nothing changes.
    expect(found["p1.yaml"]?.filter((line) => line.startsWith("-"))).toEqual([
      "-  cpus: 3.5",
      "-  memory: 6656MiB",
      "-  disk: 201GiB",
    ]);
  });

  test("another server with a peer: a new file and the network", () => {
    const found = differences(
      filesWith({
        "servers.p4": {
          ...settingsWith().servers.p1,
          address: "198.51.100.99",
          memory: "64GiB",
          disk: "1TiB",
        },
        "fabric.organizations.Org1.peers": { peer0: "p1", peer1: "p4" },
      }),
    );
    expect(Object.keys(found)).toEqual(["network.md", "p4.yaml"]);
    expect(found["p4.yaml"]?.filter((line) => line.startsWith("-"))).toEqual([]);
  });

  test("an image by another digest: one line of each server that runs it", () => {
    const reference = (digit: string) => `registry.example.com/fabric-orderer@sha256:${digit.repeat(64)}`;
    const found = differences(
      filesWith({ images: { archives: "images", references: { "fabric-orderer": reference("a") } } }),
    );
    const lines = ["-    image: images/fabric-orderer.tar", `+    image: ${reference("a")}`];
    expect(found).toEqual({ "o1.yaml": lines, "o2.yaml": lines, "o3.yaml": lines });
  });
});

test("the order in which a map was written does not matter", () => {
  const peers = { "fabric.organizations.Org5.peers": { bar: "p3", foo27: "p2" } };
  expect(filesWith(peers)).toEqual(before);
  const servers = Object.fromEntries(Object.entries(settingsWith().servers).reverse());
  const plan = planNetwork({ ...settingsWith(), servers }, { stack: "test" });
  expect(planFiles({ plan, images: settingsWith().images, files: ["Pulumi.test.yaml"] })).toEqual(before);
});

test("keys and passwords stand there by name, public text by its hash", () => {
  const text = filesWith({ "fabric.organizations.Org1.stateDatabase": "couchdb" })["p1.yaml"] ?? "";
  const files = text.split("\n").filter((line) => /^ {6}\/\S+: 0\d{3} /.test(line));
  expect(files.map((line) => line.trim())).toEqual([
    // printf '[chttpd]\nbind_address = …' | sha256sum
    "/opt/couchdb/etc/local.d/10-consortium.ini: 0644 sha256:ec3da5f9889a05d9c2bdd6c6a41e0aac1d83b61a0cee6da0990ffc531dbd9281",
    "/opt/couchdb/etc/local.d/20-admins.ini: 0600 secret:couchdb/peer0.org1.example.com/admins",
    "/etc/hyperledger/peer/couchdb-password: 0600 secret:couchdb/peer0.org1.example.com/password",
    "/etc/hyperledger/peer/msp/cacerts/ca.pem: 0644 certificate:Org1/ca",
    "/etc/hyperledger/peer/msp/config.yaml: 0644 sha256:1b78d5d3590d34113e964a69d11b0dd96996886d05d939ef26a5db1f6f19fe1d",
    "/etc/hyperledger/peer/msp/keystore/key.pem: 0600 secret:peer0.org1.example.com/msp/key",
    "/etc/hyperledger/peer/msp/signcerts/cert.pem: 0644 certificate:peer0.org1.example.com/msp/cert",
    "/etc/hyperledger/peer/msp/tlscacerts/tlsca.pem: 0644 certificate:Org1/tlsca",
    "/etc/hyperledger/peer/tls/ca.crt: 0644 certificate:Org1/tlsca",
    "/etc/hyperledger/peer/tls/server.crt: 0644 certificate:peer0.org1.example.com/tls/cert",
    "/etc/hyperledger/peer/tls/server.key: 0600 secret:peer0.org1.example.com/tls/key",
  ]);
});

test("a password that stands in the stack file is in no plan", () => {
  const credentials = { address: "registry.example.com", username: "reader", password: "CANARY-7f3a" };
  const files = filesWith({ images: { archives: "images", credentials } });
  expect(files).toEqual(before);
});

test("a service says what it waits for: its phase's gates, and a peer its own CouchDB", () => {
  const files = filesWith({ "fabric.organizations.Org1.stateDatabase": "couchdb" });
  const gate = (name: string, service: string) =>
    new RegExp(`^ {2}${service}:$.*?^ {4}gate:\\n(( {6}[^\\n]*\\n)+)`, "ms").exec(files[name] ?? "")?.[1];
  expect(gate("k2.yaml", "kafka2")).toBe(
    "      phase: kafka\n      quorum: kafka\n      after:\n        - zookeeper-formed\n      proof: kafka2-in-sync\n",
  );
  expect(gate("p1.yaml", "peer0.org1.example.com")).toBe(
    "      phase: peer\n      quorum: peers-Org1\n      after:\n        - orderers-formed\n        - couchdb-peer0.org1.example.com-ready\n      proof: peer0.org1.example.com-in-sync\n",
  );
  expect(gate("zk1.yaml", "zookeeper1")).toBe(
    "      phase: zookeeper\n      quorum: zookeeper\n      after: preflight\n      proof: zookeeper1-in-sync\n",
  );
});

test("an IPv6 address stands in brackets before a port", () => {
  const p1 = { ...settingsWith().servers.p1, address: "2001:db8::21", memory: "64GiB", disk: "1TiB" };
  const text = filesWith({ "servers.p1": p1 })["p1.yaml"];
  expect(text).toContain("login: root@[2001:db8::21]:22\n");
  expect(text).toContain('grpc: "[2001:db8::21]:7051 private"\n');
});

describe("a stack without a Fabric network", () => {
  const files = planFiles({
    plan: planWithoutFabric(),
    images: settingsWith().images,
    files: ["Pulumi.prod.yaml"],
  });

  test("has a page without what is Fabric's, and with its Docker networks", () => {
    const lines = (files["network.md"] ?? "").split("\n");
    expect(lines.filter((line) => line.startsWith("## "))).toEqual([
      "## Servers",
      "## Picture",
      "## Docker networks",
      "## Order",
      "## Firewalls",
    ]);
    expect(lines).toContain("Tier trial, data keep, 2 services on 1 servers.");
    expect(lines).toContain("| p1 | prod-wefe | 172.30.0.0/16 |");
  });

  test("shows what a service asks for besides, and of one that asks for nothing what it always showed", () => {
    expect(files["p1.yaml"]?.split("\n").slice(14)).toEqual([
      "dockerNetworks:",
      "  prod-wefe: 172.30.0.0/16",
      "services:",
      "  mysql:",
      "    container: prod-mysql",
      "    role: couchdb",
      "    image: images/mysql.tar",
      "    command:",
      "      - --skip-name-resolve",
      "    user: as the image says",
      "    network: prod-wefe",
      "    aliases:",
      "      - db",
      "      - mysql.service",
      "    restart: unless-stopped",
      "    stopAfter: 30s",
      "    limits:",
      "      cpus: 1",
      "      memory: 1GiB",
      "      openFiles: 16384",
      "    ports:",
      "      mysql: 10.0.0.21:13306 private, 3306 in the container",
      "      admin: 127.0.0.1:33060 loopback",
      "    hosts:",
      "      redis.service: 10.0.0.21",
      "    env:",
      "      TZ: Asia/Shanghai",
      "    volumes:",
      "      prod-mysql-data: /var/lib/mysql",
      "    binds:",
      "      /etc/my.cnf: /opt/wefe/mysql/my.cnf (read)",
      "      /var/log/mysql: /opt/wefe/mysql/log",
      "    placedFiles: 5eed",
      "    healthcheck: CMD-SHELL mysqladmin ping every 90s, at most 5s, 3 times, after 0s",
      "    options:",
      '      capabilities: \'{"add":["SYS_NICE"],"drop":[]}\'',
      "      entrypoint: '[\"/entrypoint.sh\"]'",
      "      hostname: mysql",
      '      init: "true"',
      '      privileged: "true"',
      "      securityOptions: '[\"seccomp=unconfined\"]'",
      '      shmMiB: "256"',
      '      tmpfs: \'{"/tmp":"size=64m"}\'',
      '      ulimits: \'{"nproc":{"soft":1024,"hard":2048},"core":{"soft":0,"hard":0}}\'',
      "    gate:",
      "      phase: couchdb",
      "      after: preflight",
      "      proof: mysql-ready",
      "  redis:",
      "    container: prod-redis",
      "    role: couchdb",
      "    image: images/redis.tar",
      "    user: as the image says",
      "    network: host",
      "    restart: unless-stopped",
      "    stopAfter: 10s",
      "    limits:",
      "      cpus: 0.5",
      "      memory: 256MiB",
      "      openFiles: 16384",
      "    ports:",
      "      redis: 10.0.0.21:6379 private",
      "    gate:",
      "      phase: couchdb",
      "      after: preflight",
      "      proof: redis-ready",
      "",
    ]);
  });
});
