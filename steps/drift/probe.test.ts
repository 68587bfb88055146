import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Desired } from "../../topology/drift/types.js";
import { parseProbe, probeScript } from "./probe.js";

const desired: Desired = {
  stack: "prod",
  network: "3f9a",
  containers: [
    {
      server: "k1",
      name: "prod-kafka1",
      settings: { env: {}, hosts: {}, volumes: {}, network: "host", memoryMiB: 0, cpus: 0, restart: "no" },
      files: { "/etc/key": "x", "/etc/gone": "x" },
    },
  ],
  images: [
    { server: "k1", reference: "kafka:1" },
    { server: "k2", reference: "other:1" },
  ],
  volumes: [
    { server: "k1", name: "prod-kafka1-data" },
    { server: "k1", name: "prod-lost" },
  ],
  bridges: [{ server: "k1", name: "prod-wefe", subnet: "172.30.0.0/16" }],
  hosts: [{ server: "k1", formed: ["kafka"] }],
};

const inspected = {
  Id: "c1",
  Name: "/prod-kafka1",
  Image: "sha256:aaa",
  State: { Status: "exited", ExitCode: 143 },
  Config: {
    Env: ["KAFKA_BROKER_ID=1", "JVMFLAGS=-Da=b"],
    Cmd: null,
    Labels: { "consortium.role": "kafka", "consortium.spec": "0123" },
  },
  HostConfig: {
    Memory: 1073741824,
    NanoCpus: 1500000000,
    NetworkMode: "host",
    RestartPolicy: { Name: "unless-stopped" },
    ExtraHosts: ["zookeeper1:10.0.0.11"],
  },
  Mounts: [{ Type: "volume", Name: "prod-kafka1-data", Destination: "/data" }],
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "probe-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A server whose Docker answers as told. */
function withDocker(): void {
  mkdirSync(join(root, "bin"));
  mkdirSync(join(root, "up/etc"), { recursive: true });
  writeFileSync(join(root, "up/etc/key"), "PEM\n");
  writeFileSync(join(root, "inspected"), JSON.stringify(inspected));
  const docker = [
    "#!/bin/sh",
    'case "$1 $2" in',
    '"version --format") echo 20.10.24 ;;',
    '"ps -a") echo prod-kafka1; echo prod-gone ;;',
    `"container inspect") [ "$5" = prod-kafka1 ] && cat ${root}/inspected ;;`,
    // docker cp writes a tar of the one file.
    `"cp prod-kafka1:/etc/key") tar -C ${root}/up/etc -cf - key ;;`,
    '"network ls") echo prod-old ;;',
    '"network inspect") [ "$5" = prod-old ] && echo "bridge prod-old 172.31.0.0/16 3f9a" ;;',
    '"image inspect") [ "$5" = kafka:1 ] && echo sha256:aaa ;;',
    '"volume inspect") [ "$5" = prod-kafka1-data ] && echo 3f9a ;;',
    "*) exit 1 ;;",
    "esac",
  ].join("\n");
  for (const [name, text] of [
    ["docker", docker],
    ["apt-mark", "#!/bin/sh\necho docker.io\n"],
  ] as const) {
    writeFileSync(join(root, "bin", name), text);
    chmodSync(join(root, "bin", name), 0o755);
  }
}

function run(wanted = desired): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-s"], {
    input: probeScript(wanted, "k1", root),
    encoding: "utf8",
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
  });
  return { code: status, out: stdout, error: stderr };
}

describe("the look at a server", () => {
  test("reads containers, hashes of uploads, images and volumes; what is not there is not printed", () => {
    withDocker();
    const { code, out, error } = run();
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(parseProbe(out)).toEqual({
      containers: {
        "prod-kafka1": {
          id: "c1",
          status: "exited",
          exitCode: 143,
          role: "kafka",
          settings: {
            image: "sha256:aaa",
            spec: "0123",
            command: [],
            env: { KAFKA_BROKER_ID: "1", JVMFLAGS: "-Da=b" },
            hosts: { zookeeper1: "10.0.0.11" },
            volumes: { "/data": "prod-kafka1-data" },
            network: "host",
            memoryMiB: 1024,
            cpus: 1.5,
            restart: "unless-stopped",
          },
        },
      },
      // printf 'PEM\n' | sha256sum
      files: {
        "prod-kafka1": { "/etc/key": "a0278171ab77da84cdf84cc11c10e4d8923a3aadc855775d8aae2b6a9333415e" },
      },
      images: { "kafka:1": "sha256:aaa" },
      volumes: { "prod-kafka1-data": "3f9a" },
      bridges: { "prod-old": { subnet: "172.31.0.0/16", network: "3f9a" } },
      scripts: {},
      stamped: [],
      holds: {},
      formed: {},
      power: "awake",
    });
  });

  test("never prints an uploaded file's content", () => {
    withDocker();
    expect(run().out).not.toContain("PEM");
  });

  test("reads what our scripts stamped and what has become of it", () => {
    withDocker();
    const state = join(root, "var/lib/consortium/prod");
    mkdirSync(join(state, "stamps"), { recursive: true });
    mkdirSync(join(state, "formed"));
    writeFileSync(join(state, "owner"), "3f9a\n");
    writeFileSync(join(state, "hibernation.json"), "{}");
    writeFileSync(
      join(state, "stamps/prepare"),
      `script 5c5c\nfile aaaa ${root}/up/etc/key\nfile bbbb ${root}/up/etc/no such\n`,
    );
    writeFileSync(
      join(state, "stamps/placed-wefe"),
      `script 7e7e\nrun 0123\nfile cccc ${root}/opt/wefe/gone\n`,
    );
    writeFileSync(join(state, "stamps/engine"), "script 4b4b\nheld docker.io\nheld other\n");
    writeFileSync(
      join(state, "formed/kafka.json"),
      '{"network":"3f9a","since":"2026-01-02T03:04:05.000Z","members":{}}\n',
    );
    expect(parseProbe(run().out)).toMatchObject({
      owner: "3f9a",
      scripts: { prepare: "5c5c", engine: "4b4b", "placed-wefe": "7e7e" },
      stamped: [
        { path: `${root}/opt/wefe/gone`, stamp: "placed-wefe", stamped: "cccc" },
        {
          path: `${root}/up/etc/key`,
          stamp: "prepare",
          stamped: "aaaa",
          now: "a0278171ab77da84cdf84cc11c10e4d8923a3aadc855775d8aae2b6a9333415e",
        },
        { path: `${root}/up/etc/no such`, stamp: "prepare", stamped: "bbbb" },
      ],
      holds: { "docker.io": true, other: false },
      formed: { kafka: "3f9a" },
      power: "hibernated",
    });
  });

  test("fails when Docker does not answer, instead of finding nothing", () => {
    mkdirSync(join(root, "bin"));
    writeFileSync(join(root, "bin/docker"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    expect(run()).toEqual({ code: 1, out: "", error: "Docker's engine does not answer\n" });
  });
});

test("a line of another shape is an error, not a server without drift", () =>
  expect(() => parseProbe("Welcome to k1\n")).toThrow("unexpected line of the probe: Welcome to k1"));

test("a container in a Docker network is seen with its networks, published ports and binds", () => {
  const bridged = {
    ...inspected,
    HostConfig: {
      ...inspected.HostConfig,
      NetworkMode: "bridge",
      PortBindings: { "3306/tcp": [{ HostIp: "10.0.0.21", HostPort: "13306" }], "33060/tcp": null },
    },
    NetworkSettings: { Networks: { "prod-wefe": {} } },
    Mounts: [
      ...inspected.Mounts,
      { Type: "bind", Source: "/opt/wefe/my.cnf", Destination: "/etc/my.cnf", RW: false },
      { Type: "bind", Source: "/opt/wefe/log", Destination: "/var/log/mysql", RW: true },
    ],
  };
  const { containers } = parseProbe(`container ${JSON.stringify(bridged)}\n`);
  expect(containers["prod-kafka1"]?.settings).toMatchObject({
    network: "bridge",
    bridges: ["prod-wefe"],
    ports: { "10.0.0.21:13306": "3306" },
    volumes: { "/data": "prod-kafka1-data" },
    binds: { "/etc/my.cnf": "/opt/wefe/my.cnf (read)", "/var/log/mysql": "/opt/wefe/log" },
  });
});
