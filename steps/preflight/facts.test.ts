import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseFacts } from "./facts.js";
import { factsScript } from "./facts-script.js";
import { spec } from "./testing.js";

const printed = `user deploy
root yes
groups deploy docker
os debian 12
arch x86_64
cpus 2
features fp asimd crc32
memory-kib 24646212
engine 20.10.24+dfsg1
running 20.10.24+dfsg1
disk-kib 264042996 200000000 /var/lib/docker
listeners known
listen 0.0.0.0:22 sshd -
listen [::]:22 sshd -
listen [::ffff:10.0.1.21]:9092 java 8e5f
listen 127.0.0.53%lo:53 systemd-resolve -
container 8e5f|prod-kafka1|running|prod|3f9a
container 77aa|other|exited||
volume prod-kafka1-data {"consortium.network":"3f9a","consortium.frozen.broker.id":"1"}
volume plain null
network 3ea6b1|bridge|<no value>|<no value>|docker0|172.17.0.0/16 
network 9c1f5a77d0b2e4aa|prod-wefe|prod|3f9a||172.30.0.0/16 
network 77bb|host||||
published 8e5f 10.0.1.21 8080
published 8e5f 0.0.0.0 8081
route eth0 00000000 00000000
route eth0 0001000A 00FFFFFF
route br-9c1f5a77d0b2 00001EAC 0000FFFF
owner 3f9a
sshd allowtcpforwarding yes
sshd allowstreamlocalforwarding no
reach zk1 open
reach zk2 No route to host
complete
`;

describe("the script's output", () => {
  test("is read fact by fact", () => {
    expect(parseFacts(printed)).toEqual({
      user: "deploy",
      root: true,
      groups: ["deploy", "docker"],
      os: "debian 12",
      arch: "x86_64",
      cpus: 2,
      memoryMiB: 24068,
      features: [["fp", "asimd", "crc32"]],
      disk: { totalMiB: 257854, freeMiB: 195312, path: "/var/lib/docker" },
      engine: "20.10.24+dfsg1",
      running: "20.10.24+dfsg1",
      listeners: [
        { address: "*", port: 22, process: "sshd" },
        { address: "*", port: 22, process: "sshd" },
        { address: "10.0.1.21", port: 9092, process: "java", container: "8e5f" },
        { address: "127.0.0.53", port: 53, process: "systemd-resolve" },
      ],
      containers: [
        { id: "8e5f", name: "prod-kafka1", state: "running", stack: "prod", network: "3f9a" },
        { id: "77aa", name: "other", state: "exited", stack: "", network: "" },
      ],
      volumes: [
        {
          name: "prod-kafka1-data",
          labels: { "consortium.network": "3f9a", "consortium.frozen.broker.id": "1" },
        },
        { name: "plain", labels: {} },
      ],
      networks: [
        { name: "bridge", stack: "", network: "", device: "docker0", subnets: ["172.17.0.0/16"] },
        {
          name: "prod-wefe",
          stack: "prod",
          network: "3f9a",
          device: "br-9c1f5a77d0b2",
          subnets: ["172.30.0.0/16"],
        },
        { name: "host", stack: "", network: "", device: "br-77bb", subnets: [] },
      ],
      published: [
        { container: "8e5f", address: "10.0.1.21", port: 8080 },
        { container: "8e5f", address: "*", port: 8081 },
      ],
      // 0.0.0.0/0, 10.0.1.0/24 and 172.30.0.0/16.
      routes: [
        { device: "eth0", to: { first: 0, bits: 0 } },
        { device: "eth0", to: { first: 167_772_416, bits: 24 } },
        { device: "br-9c1f5a77d0b2", to: { first: 2_887_647_232, bits: 16 } },
      ],
      owner: "3f9a",
      sshd: { allowtcpforwarding: "yes", allowstreamlocalforwarding: "no" },
      reach: { zk1: "open", zk2: "No route to host" },
    });
  });

  test("that breaks off is an error with the last line", () => {
    expect(() => parseFacts("user deploy\nos debian 12\n")).toThrow("broke off after: os debian 12");
  });
});

test("the script runs in a POSIX shell and ends with its facts", () => {
  const { status, stdout } = spawnSync("/bin/sh", ["-s"], {
    // A server without anything to dial: the test must not reach out.
    input: factsScript({
      ...spec,
      dials: [],
      armLevel: "v8.0",
      bridges: [{ name: "prod-wefe", subnet: "172.30.0.0/16" }],
    }),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  const { arch, reach, routes } = parseFacts(stdout);
  expect({ arch, reach }).toEqual({ arch: expect.stringMatching(/x86_64|aarch64/), reach: {} });
  for (const { to } of routes) expect(to.bits).toBeLessThanOrEqual(32);
});
