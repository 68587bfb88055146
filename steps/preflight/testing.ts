import type { PreflightSpec } from "../specs.js";
import type { Facts, LinkFacts } from "./facts.js";

/** A server that is to run one broker, and one that passes every check, for this folder's tables. */

export const spec: PreflightSpec = {
  step: "preflight",
  stack: "prod",
  network: "3f9a",
  server: {
    name: "k1",
    address: "10.0.1.21",
    ssh: { host: "10.0.1.21", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" },
  },
  arch: "amd64",
  cpus: 4,
  memoryMiB: 16_384,
  diskMiB: 307_200,
  needs: { cpus: 2, memoryMiB: 6144, diskMiB: 204_800 },
  rows: ["production/kafka"],
  services: [
    {
      name: "kafka1",
      container: "prod-kafka1",
      ports: [{ name: "client", address: "10.0.1.21", port: 9092 }],
      volumes: [{ name: "prod-kafka1-data", frozen: { "broker.id": "1" } }],
    },
  ],
  planned: "0123456789abcdef",
  dials: [{ name: "zk1", address: "10.0.1.11", sshPort: 22 }],
  engine: { minimum: "20.10", reason: "Fabric 2.5, chaincode as a service" },
};

export const facts: Facts = {
  user: "root",
  root: true,
  groups: ["root"],
  os: "debian 12",
  arch: "x86_64",
  cpus: 4,
  memoryMiB: 15_900,
  features: [],
  disk: { totalMiB: 300_000, freeMiB: 250_000, path: "/var/lib/docker" },
  engine: "20.10.24+dfsg1",
  running: "20.10.24+dfsg1",
  listeners: [{ address: "*", port: 22, process: "sshd" }],
  containers: [],
  volumes: [],
  networks: [],
  published: [],
  routes: [],
  sshd: { allowtcpforwarding: "yes", allowstreamlocalforwarding: "yes" },
  reach: { zk1: "open" },
};

export const link: LinkFacts = { clock: { aheadSeconds: 0.01, uncertainSeconds: 0.02 } };
