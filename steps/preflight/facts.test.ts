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
    input: factsScript({ ...spec, dials: [] }),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(parseFacts(stdout)).toMatchObject({ arch: expect.stringMatching(/x86_64|aarch64/), reach: {} });
});
