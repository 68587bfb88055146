import { expect, test } from "vitest";
import type { Plan } from "../../topology/model/plan.js";
import { planNetwork } from "../../topology/plan.js";
import { manualStack, settingsOf } from "../../topology/testing/stack.js";
import { planOf, wefeStack } from "../../topology/wefe/testing/stack.js";
import { preflightSpec } from "./specs.js";

test("a server is checked for its own services and for the servers they dial, and for nothing else", () => {
  const plan = planNetwork(settingsOf(manualStack()), { stack: "prod" });
  const server = plan.servers.find(({ name }) => name === "k1");
  if (!server) throw new Error("no server k1");
  const spec = preflightSpec(plan, server, "3f9a");
  expect({ stack: spec.stack, network: spec.network, rows: spec.rows }).toEqual({
    stack: "prod",
    network: "3f9a",
    rows: [`${plan.tier}/kafka`],
  });
  expect(spec.services).toEqual([
    {
      name: "kafka1",
      container: "prod-kafka1",
      ports: [{ name: "client", address: server.address, port: 9092 }],
      volumes: [{ name: "prod-kafka1-data", frozen: { "broker.id": "1" } }],
    },
  ]);
  expect(spec.dials.map(({ name }) => name).sort()).toEqual(["k2", "k3", "k4", "zk1", "zk2", "zk3"]);
});

test("a change of a service asks its server again, and no other", () => {
  const planned = (edit: (stack: ReturnType<typeof manualStack>) => void) => {
    const stack = manualStack();
    edit(stack);
    const plan = planNetwork(settingsOf(stack), { stack: "prod" });
    return Object.fromEntries(plan.servers.map((one) => [one.name, preflightSpec(plan, one, "3f9a")]));
  };
  const before = planned(() => {});
  const after = planned((stack) => {
    const org = stack.fabric?.organizations.Org1;
    if (org) org.peers = { peer0: { server: "p1", logLevel: "debug" } };
  });
  const changed = Object.keys(before).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  expect(changed).toEqual(["p1"]);
});

test("bridge networks and the processor's level are told to their own server, and only where there are any", () => {
  const plan = planNetwork(settingsOf(manualStack()), { stack: "prod" });
  const bridged: Plan = {
    ...plan,
    servers: plan.servers.map((server) =>
      server.name === "p2" ? { ...server, arch: "arm64", armLevel: "v8.2" } : server,
    ),
    bridges: [{ server: "p1", name: "prod-wefe", subnet: "172.30.0.0/16" }],
  };
  const asked = bridged.servers.map((server) => {
    const { bridges, armLevel } = preflightSpec(bridged, server, "3f9a");
    return { server: server.name, bridges, armLevel };
  });
  expect(asked.filter(({ bridges, armLevel }) => bridges ?? armLevel)).toEqual([
    { server: "p1", bridges: [{ name: "prod-wefe", subnet: "172.30.0.0/16" }], armLevel: undefined },
    { server: "p2", bridges: undefined, armLevel: "v8.2" },
  ]);
});

test("wefe-flow is looked for where a member is, and not on the union's server", async () => {
  const { plan } = await planOf(wefeStack());
  expect(plan.servers.map((server) => [server.name, preflightSpec(plan, server, "3f9a").wefeFlow])).toEqual([
    ["m1", true],
    ["u1", undefined],
  ]);
});
