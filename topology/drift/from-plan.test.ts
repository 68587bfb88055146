import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { planWithoutFabric } from "../testing/bridged.js";
import { manualStack, settingsOf } from "../testing/stack.js";
import { planOf, wefeStack } from "../wefe/testing/stack.js";
import { containerDrift } from "./containers.js";
import { desiredByPlan } from "./from-plan.js";

const desired = desiredByPlan(planNetwork(settingsOf(manualStack()), { stack: "prod" }));

test("every service of the plan is wanted on its server, with what the plan alone knows", () => {
  const orderer = desired.containers.find(({ name }) => name === "prod-orderer0.example.com");
  expect(orderer).toMatchObject({
    server: "o1",
    settings: { network: "host", restart: "unless-stopped" },
  });
  expect(orderer?.id).toBeUndefined();
  expect(orderer?.settings.image).toBeUndefined();
  expect(orderer?.settings.env.ORDERER_GENERAL_LOCALMSPID).toBe("OrdererMSP");
});

test("only public files are compared: keys are known to the state alone", () => {
  const orderer = desired.containers.find(({ name }) => name === "prod-orderer0.example.com");
  expect(Object.keys(orderer?.files ?? {})).toEqual(["/etc/hyperledger/orderer/msp/config.yaml"]);
});

test("volumes are wanted, images and stamps cannot be", () => {
  expect(desired.volumes).toContainEqual({ server: "zk1", name: "prod-zookeeper1-data" });
  expect(desired.images).toEqual([]);
  expect(desired.hosts).toContainEqual({ server: "k1", formed: [] });
  expect(desired.network).toBeUndefined();
});

test("a service in a Docker network is wanted with its network, published ports and binds", () => {
  const { containers, bridges } = desiredByPlan(planWithoutFabric());
  expect(containers.map(({ name, settings }) => ({ name, ...settings }))).toMatchObject([
    {
      name: "prod-mysql",
      network: "bridge",
      bridges: ["prod-wefe"],
      ports: { "10.0.0.21:13306": "3306", "127.0.0.1:33060": "33060" },
      binds: { "/etc/my.cnf": "/opt/wefe/mysql/my.cnf (read)", "/var/log/mysql": "/opt/wefe/mysql/log" },
    },
    { name: "prod-redis", network: "host" },
  ]);
  expect(bridges).toEqual([{ server: "p1", name: "prod-wefe", subnet: "172.30.0.0/16" }]);
});

test("a command with a password is neither compared nor printed, and a weight is no limit of processors", async () => {
  const password = "kei3Aeth0ohp";
  const { plan } = await planOf(wefeStack(), (read) => ({
    ...read,
    services: read.services.map((one) =>
      one.name === "redis" ? { ...one, command: ["redis-server", "--requirepass", password] } : one,
    ),
  }));
  const redis = plan.services.find(({ name }) => name === "alpha-redis");
  expect([redis?.command, redis?.limits.cpuWeight]).toEqual([
    ["redis-server", "--requirepass", "***"],
    expect.any(Number),
  ]);
  const { containers, ...rest } = desiredByPlan(plan);
  const wanted = containers.filter(({ name }) => name === "prod-alpha-redis");
  const seen = wanted.map(({ name, settings }) => [
    name,
    {
      id: "c1",
      status: "running",
      exitCode: 0,
      role: "wefe-data",
      settings: { ...settings, cpus: 0, command: ["redis-server", "--requirepass", password] },
    },
  ]);
  const server = { containers: Object.fromEntries(seen), files: {}, power: "awake" as const };
  const nothing = { images: {}, volumes: {}, bridges: {}, scripts: {}, stamped: [], holds: {}, formed: {} };
  expect(containerDrift({ ...rest, containers: wanted }, { m1: { ...nothing, ...server } })).toEqual([]);
});
