import fc from "fast-check";
import { expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import { planNetwork } from "../plan.js";
import { checkPlan } from "../rules/index.js";
import { settingsOf } from "../testing/stack.js";
import { shuffled, stacks } from "./stacks.js";

const planOf = (stack: StackInput): Plan => planNetwork(settingsOf(stack), { stack: "prod" });

/** Runs a property over valid stacks; the seed is printed when it fails. */
function forAnyStack(property: (stack: StackInput, plan: Plan) => void): void {
  fc.assert(
    fc.property(stacks, (stack) => property(stack, planOf(stack))),
    { numRuns: 30 },
  );
}

test("no address of a server has a port twice", () => {
  forAnyStack((_, { services }) => {
    const bound = services.flatMap(({ server, ports }) =>
      ports.map(({ address, port }) => `${server} ${address}:${port}`),
    );
    expect(bound.filter((one, index) => bound.indexOf(one) !== index)).toEqual([]);
  });
});

test("a port that the user wrote is the broker's", () => {
  forAnyStack((stack, { services }) => {
    for (const [name, { port }] of Object.entries(stack.fabric?.ordering.kafka ?? {}))
      if (port !== undefined)
        expect(services.find((service) => service.name === name)?.ports.map((one) => one.port)).toEqual([
          port,
        ]);
  });
});

/** Everything that the stack places, as `server service`. */
function placements({ fabric, images }: StackInput): string[] {
  if (!fabric) return [];
  const server = (entry: unknown) =>
    typeof entry === "string" ? entry : (entry as { server: string }).server;
  const of = (
    map: Readonly<Record<string, unknown>> | undefined,
    names: (name: string) => readonly string[],
  ) =>
    Object.entries(map ?? {}).flatMap(([name, entry]) => names(name).map((one) => `${server(entry)} ${one}`));
  return [
    ...(images?.registry ? [`${images.registry.server} registry`] : []),
    ...of(fabric.ordering.zookeeper, (name) => [name]),
    ...of(fabric.ordering.kafka, (name) => [name]),
    ...of(fabric.ordering.orderers, (name) => [`${name}.example.com`]),
    ...Object.values(fabric.organizations).flatMap(({ domain, peers, stateDatabase }) =>
      of(peers, (name) => [
        `${name}.${domain}`,
        `mycc-mychannel-${name}.${domain}`,
        ...(stateDatabase === "couchdb" ? [`couchdb-${name}.${domain}`] : []),
      ]),
    ),
  ];
}

test("every service stands on the server that the stack names, and there is no other", () => {
  forAnyStack((stack, { services, servers }) => {
    const planned = services.map(({ server, name }) => `${server} ${name}`);
    expect(planned.sort()).toEqual(placements(stack).sort());
    expect(servers.map(({ name }) => name).sort()).toEqual(
      [...new Set(services.map((one) => one.server))].sort(),
    );
  });
});

test("the order in which the stack is written does not matter", () => {
  fc.assert(
    fc.property(stacks, fc.integer({ min: 1, max: 1000 }), (stack, seed) => {
      expect(planOf(shuffled(stack, seed))).toEqual(planOf(stack));
    }),
    { numRuns: 30 },
  );
});

test("the rules that guard the planner find nothing in its plans", () => {
  forAnyStack((stack, plan) => {
    const found = checkPlan(plan, { ...settingsOf(stack), servers: {} });
    expect(found.map(({ rule, found: what }) => `${rule}: ${what}`)).toEqual([]);
  });
});

test("a firewall lets in only what listens at the server's own address, and nothing from the server itself", () => {
  forAnyStack((_, { flows, services, servers }) => {
    for (const { to, from, port } of flows) {
      const address = servers.find(({ name }) => name === to)?.address;
      const ports = services.filter(({ server }) => server === to).flatMap((service) => service.ports);
      expect(
        ports.some((one) => one.port === port && one.address === address && one.exposure === "private"),
      ).toBe(true);
      expect(from).not.toContain(to);
    }
  });
});

/** Names of services that differ between two plans, those of one of them included. */
function touched(before: Plan, after: Plan): string[] {
  const find = ({ services }: Plan, name: string): PlannedService | undefined =>
    services.find((service) => service.name === name);
  const names = new Set([...before.services, ...after.services].map(({ name }) => name));
  return [...names].filter(
    (name) => JSON.stringify(find(before, name)) !== JSON.stringify(find(after, name)),
  );
}

/** The stack with another entry for one peer. */
function withPeer(stack: StackInput, organization: string, peer: string, entry: object): StackInput {
  const changed = structuredClone(stack);
  const peers = changed.fabric?.organizations[organization]?.peers;
  if (!peers) throw new Error(`no organisation ${organization}`);
  Object.assign(peers, { [peer]: entry });
  return changed;
}

test("a peer's log level changes that peer and nothing else", () => {
  forAnyStack((stack, plan) => {
    const server = stack.fabric?.organizations.Org2?.peers?.peer0;
    const changed = withPeer(stack, "Org2", "peer0", { server, logLevel: "debug" });
    expect(touched(plan, planOf(changed))).toEqual(["peer0.org2.example.com"]);
  });
});

test("a new peer on a server of its own changes no service that was there", () => {
  forAnyStack((stack, plan) => {
    const name = "s8";
    const roomier = structuredClone(stack);
    Object.assign(roomier.servers ?? {}, {
      [name]: { ...Object.values(stack.servers ?? {})[0], address: "10.0.1.99" },
    });
    const changed = planOf(withPeer(roomier, "Org1", "added", { server: name }));
    expect(
      touched(plan, changed).filter((one) => plan.services.some((service) => service.name === one)),
    ).toEqual([]);
    expect(changed.services.filter(({ server }) => server === name).map(({ name: one }) => one)).toContain(
      "added.org1.example.com",
    );
  });
});

/** The stack with the port of every peer written, each once. */
function withPorts(stack: StackInput): StackInput {
  const written = structuredClone(stack);
  let port = 21_000;
  for (const organization of Object.values(written.fabric?.organizations ?? {}))
    organization.peers = Object.fromEntries(
      Object.entries(organization.peers ?? {}).map(([name, server]) => [name, { server, port: port++ }]),
    );
  return written;
}

test("where peers' ports are written, a new peer changes services of its own server only", () => {
  forAnyStack((stack) => {
    const written = withPorts(stack);
    const before = planOf(written);
    // Its name comes before all the others'.
    const after = planOf(withPeer(written, "Org1", "added", { server: "s0", port: 21_999 }));
    const elsewhere = before.services.filter(({ server }) => server !== "s0").map(({ name }) => name);
    expect(touched(before, after).filter((name) => elsewhere.includes(name))).toEqual([]);
  });
});

test("a spare server in the inventory changes nothing", () => {
  forAnyStack((stack, plan) => {
    const roomier = structuredClone(stack);
    Object.assign(roomier.servers ?? {}, {
      spare: { ...Object.values(stack.servers ?? {})[0], address: "10.0.1.99" },
    });
    const after = planOf(roomier);
    expect(touched(plan, after)).toEqual([]);
    expect(after.servers).toEqual(plan.servers);
  });
});

test("a broker property changes the brokers and nothing else", () => {
  forAnyStack((stack, plan) => {
    const changed = structuredClone(stack);
    if (changed.fabric) changed.fabric.ordering.kafkaProperties = { "num.io.threads": 4 };
    const brokers = plan.services.filter(({ role }) => role === "kafka").map(({ name }) => name);
    expect(touched(plan, planOf(changed)).sort()).toEqual(brokers.sort());
  });
});
