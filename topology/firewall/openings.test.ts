import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { planWithoutFabric } from "../testing/bridged.js";
import { manualStack, settingsOf } from "../testing/stack.js";
import { planOf, wefeStack } from "../wefe/testing/stack.js";
import { nftablesOf } from "./nftables.js";
import { firewallsOf, type Outside } from "./openings.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "test" });

function firewallOf(server: string, outside: Partial<Outside> = {}) {
  return firewallsOf(plan, { operator: [], clients: [], ...outside }).find((one) => one.server === server);
}

test("a broker lets in the other brokers and the orderers, by address, on its client port alone", () => {
  expect(firewallOf("k1", { operator: ["203.0.113.7"] })).toEqual({
    stack: "test",
    server: "k1",
    address: "10.0.0.14",
    ssh: {
      port: 22,
      service: "ssh",
      from: [
        { name: "operator", network: "203.0.113.7" },
        { name: "k2", network: "10.0.0.15" },
        { name: "k3", network: "10.0.0.16" },
        { name: "k4", network: "10.0.0.17" },
        { name: "o1", network: "10.0.0.18" },
        { name: "o2", network: "10.0.0.19" },
        { name: "o3", network: "10.0.0.20" },
      ],
    },
    services: [
      {
        port: 9092,
        service: "kafka1 client",
        from: [
          { name: "k2", network: "10.0.0.15" },
          { name: "k3", network: "10.0.0.16" },
          { name: "k4", network: "10.0.0.17" },
          { name: "o1", network: "10.0.0.18" },
          { name: "o2", network: "10.0.0.19" },
          { name: "o3", network: "10.0.0.20" },
        ],
      },
    ],
  });
});

test("ZooKeeper's own ports are for its ensemble, its client port also for the brokers", () => {
  const names = firewallOf("zk2")?.services.map(({ port, from }) => [
    port,
    from.map(({ name }) => name).join(" "),
  ]);
  expect(names).toEqual([
    [2181, "k1 k2 k3 k4 zk1 zk3"],
    [2888, "zk1 zk3"],
    [3888, "zk1 zk3"],
  ]);
});

test("operator and applications are any address until the user says which", () => {
  expect(firewallOf("o1")?.ssh.from[0]).toEqual({ name: "operator", network: "any" });
  expect(firewallOf("o1")?.services[0]?.from[0]).toEqual({ name: "clients", network: "any" });
  const told = firewallOf("o1", { operator: ["203.0.113.7", "2001:db8::/32"], clients: ["10.8.0.0/16"] });
  expect(told?.ssh.from.slice(0, 2)).toEqual([
    { name: "operator", network: "203.0.113.7" },
    { name: "operator", network: "2001:db8::/32" },
  ]);
  expect(told?.services[0]?.from).toEqual([
    { name: "clients", network: "10.8.0.0/16" },
    { name: "p1", network: "10.0.0.21" },
    { name: "p2", network: "10.0.0.22" },
    { name: "p3", network: "10.0.0.23" },
  ]);
});

test("loopback endpoints (operations, admin, chaincode) are in no firewall", () => {
  const ports = new Set(
    firewallsOf(plan, { operator: [], clients: [] }).flatMap(({ services }) =>
      services.map(({ port }) => port),
    ),
  );
  expect([...ports].sort()).toEqual([2181, 2888, 3888, 7050, 7051, 9092]);
});

test("neighbours in a Docker network dial each other at published ports, so their network is let in", () => {
  const [server] = firewallsOf(planWithoutFabric(), { operator: [], clients: [] });
  expect(server?.services).toEqual([
    { port: 6379, service: "redis redis", from: [] },
    {
      port: 13_306,
      service: "mysql mysql",
      from: [{ name: "prod-wefe", network: "172.30.0.0/16" }],
      published: true,
    },
  ]);
});

test("the union's services reach the node beside them, and a member's their data, from Docker's network", async () => {
  const { plan } = await planOf(wefeStack());
  const firewalls = firewallsOf(plan, { operator: [], clients: ["10.8.0.0/16"] });
  const from = (server: string, port: number) =>
    firewalls
      .find((one) => one.server === server)
      ?.services.find((one) => one.port === port)
      ?.from.map(({ name, network }) => `${name} ${network}`);
  const bridge = "prod-wefe 172.30.0.0/16";
  expect(from("u1", 20_200)).toEqual(["clients 10.8.0.0/16", bridge]);
  expect(from("m1", 3306)).toEqual([bridge]);
  expect(from("u1", 8086)).toEqual(["clients 10.8.0.0/16", "m1 10.0.0.2", bridge]);
});

test("a file says which ports it does not close", async () => {
  const [server] = firewallsOf(planWithoutFabric(), { operator: [], clients: [] });
  if (!server) throw new Error("the plan has a server");
  expect(nftablesOf(server, "accept")).toContain(`
# Published by Docker, whose own rules let these in from outside whatever stands here: 13306.
# Restrict them in Docker's chain DOCKER-USER, or in front of the server.
`);
});
