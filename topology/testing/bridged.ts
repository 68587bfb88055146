import { planFlows } from "../flows.js";
import type { Plan } from "../model/plan.js";
import type { PlannedServer } from "../model/server.js";
import type { PlannedService } from "../model/service.js";
import { thirteenServers } from "./stack.js";

/**
 * A service that asks for everything that a package may ask for. Its role is one of Fabric's because every role has its
 * rows, callers and rules; nothing of it is used here.
 */
export const bridgedService: PlannedService = {
  name: "mysql",
  container: "prod-mysql",
  role: "couchdb",
  phase: "couchdb",
  server: "p1",
  image: "mysql",
  command: ["--skip-name-resolve"],
  env: { TZ: "Asia/Shanghai" },
  hosts: { "redis.service": "10.0.0.21" },
  volumes: [{ name: "prod-mysql-data", path: "/var/lib/mysql", frozen: {} }],
  files: [],
  ports: [
    { name: "mysql", port: 13306, target: 3306, exposure: "private", address: "10.0.0.21" },
    { name: "admin", port: 33060, exposure: "loopback", address: "127.0.0.1" },
  ],
  limits: { memoryMiB: 1024, cpus: 1, openFiles: 16_384 },
  stopSeconds: 30,
  bridge: { network: "prod-wefe", aliases: ["mysql.service", "db"] },
  binds: [
    { from: "/opt/wefe/mysql/my.cnf", path: "/etc/my.cnf", access: "read" },
    { from: "/opt/wefe/mysql/log", path: "/var/log/mysql", access: "write" },
  ],
  placed: "5eed",
  healthcheck: {
    test: ["CMD-SHELL", "mysqladmin ping"],
    intervalSeconds: 90,
    timeoutSeconds: 5,
    retries: 3,
    startSeconds: 0,
  },
  options: {
    entrypoint: ["/entrypoint.sh"],
    hostname: "mysql",
    privileged: true,
    init: true,
    capabilities: { add: ["SYS_NICE"], drop: [] },
    securityOptions: ["seccomp=unconfined"],
    shmMiB: 256,
    tmpfs: { "/tmp": "size=64m" },
    ulimits: { nproc: { soft: 1024, hard: 2048 }, core: { soft: 0, hard: 0 } },
  },
};

/** A neighbour on the same server that uses its server's own network. */
export const plainService: PlannedService = {
  name: "redis",
  container: "prod-redis",
  role: "couchdb",
  phase: "couchdb",
  server: "p1",
  image: "redis",
  command: [],
  env: {},
  hosts: {},
  volumes: [],
  files: [],
  ports: [{ name: "redis", port: 6379, exposure: "private", address: "10.0.0.21" }],
  limits: { memoryMiB: 256, cpus: 0.5, openFiles: 16_384 },
  stopSeconds: 10,
};

/** A plan without a Fabric network: services of a package on one server, one of them in a Docker network. */
export function planWithoutFabric(): Plan {
  const services = [bridgedService, plainService];
  const p1 = thirteenServers().p1;
  if (!p1) throw new Error("the manual has a server p1");
  const server: PlannedServer = {
    name: "p1",
    address: p1.address,
    ssh: { host: p1.address, port: 22, user: "root", hostKey: p1.hostKey },
    arch: "amd64",
    cpus: 8,
    memoryMiB: 32_768,
    diskMiB: 512_000,
    needs: { cpus: 1.5, memoryMiB: 1280, diskMiB: 2048 },
    dials: [],
  };
  return {
    stack: "prod",
    tier: "trial",
    data: "keep",
    servers: [server],
    services,
    quorums: [],
    bridges: [{ server: "p1", name: "prod-wefe", subnet: "172.30.0.0/16" }],
    networks: {},
    flows: planFlows(services, ["p1"]),
  };
}
