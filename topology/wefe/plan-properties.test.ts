import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serversOf } from "../fisco/testing/chain.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import { bridgeSubnet } from "../rules/bridge-subnet.js";
import { dataVolume } from "../rules/data-volume.js";
import { portExposure } from "../rules/port-exposure.js";
import { portTwice } from "../rules/port-twice.js";
import { runRules } from "../rules/rule.js";
import { serverFits } from "../rules/server-fits.js";
import { contractsStep } from "./contracts.js";
import { wefeHostNames } from "./services.js";
import { planOf, type WefeInput, wefeStack } from "./testing/stack.js";

describe("properties", () => {
  const federations = fc
    .record({
      members: fc.integer({ min: 0, max: 3 }),
      beside: fc.boolean(),
      union: fc.constantFrom("placed", "there"),
      optional: fc.subarray(["serving", "fusion"] as const),
    })
    .filter(({ members, union }) => union === "placed" || members > 0);

  const inputOf = ({
    members,
    beside,
    union,
    optional,
  }: {
    members: number;
    beside: boolean;
    union: string;
    optional: readonly ("serving" | "fusion")[];
  }): Partial<WefeInput> => ({
    union: union === "placed" ? { server: "u1" } : { url: "http://10.0.0.9:8086/union-service/" },
    members: Object.fromEntries(
      Array.from({ length: members }, (_, index) => [
        `member${index}`,
        { server: beside && index === 0 ? "u1" : `m${index + 1}`, optional: [...optional] },
      ]),
    ),
  });

  test("every service once, on its side's server, with every host entry an address that is dialled", async () => {
    await fc.assert(
      fc.asyncProperty(federations, async (shape) => {
        const { plan, findings } = await planOf(wefeStack(inputOf(shape)));
        expect(findings).toEqual([]);
        const services = plan.services.filter(({ role }) => role.startsWith("wefe-"));
        const each = 12 + 2 * shape.optional.length;
        expect(services).toHaveLength((shape.union === "placed" ? 5 : 0) + shape.members * each);
        expect(new Set(plan.services.map(({ container }) => container)).size).toBe(plan.services.length);
        for (const service of services) {
          expect(Object.values(service.hosts)).not.toContain("127.0.0.1");
          for (const name of Object.keys(service.hosts))
            expect(wefeHostNames.map((one) => one.name)).toContain(name);
          for (const other of service.after ?? [])
            expect([contractsStep, ...services.map(({ name }) => name)]).toContain(other);
        }
        expect(runRules([portTwice, portExposure, dataVolume, bridgeSubnet, serverFits], plan)).toEqual([]);
        const order = services.map(({ name, after = [] }) => [
          name,
          after.filter((one) => one !== contractsStep),
        ]);
        expect(runs(Object.fromEntries(order))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  const withUnionAt = async (address: string, members: number) => {
    const { u1, ...others } = serversOf({ u1: undefined, m1: undefined, m2: undefined, m3: undefined }) ?? {};
    if (!u1) throw new Error("no u1");
    const { plan } = await planOf(
      wefeStack(inputOf({ members, beside: false, union: "placed", optional: [] }), {
        servers: { ...others, u1: { ...u1, address } },
      }),
    );
    return plan.services;
  };

  /** Names of the services that differ in what `of` takes of them. */
  const changedIn = (
    before: Plan["services"],
    after: Plan["services"],
    of: (one: PlannedService) => unknown,
  ) =>
    before
      .filter((one, at) => JSON.stringify(of(one)) !== JSON.stringify(after[at] && of(after[at])))
      .map(({ name }) => name)
      .sort();

  /** Where a service listens, and where it is asked whether it serves: of its own server, whoever uses it. */
  const listens = ({ ports, ready }: PlannedService) => ({ ports, ready });
  const uses = ({ ports: _, ready: __, ...rest }: PlannedService) => rest;

  test("another address of the union changes the services that use it, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 20, max: 250 }),
        async (members, last) => {
          const before = await withUnionAt("10.0.0.1", members);
          const after = await withUnionAt(`10.0.0.${last}`, members);
          const names = Array.from({ length: members }, (_, index) => `member${index}`);
          expect(changedIn(before, after, uses)).toEqual(
            [
              // Of a member: who asks the union, and who sends the manager's requests there.
              ...names.flatMap((name) => [
                `${name}-iam-portal-web`,
                `${name}-wefe-board-service`,
                `${name}-wefe-gateway`,
              ]),
              // Of the chain and the union: who dials an address of its own server. Mongo dials nobody.
              ...["fisco-console", "node0", "node1", "union-wefe-blockchain-data-sync"],
              ...["union-wefe-manager-service", "union-wefe-manager-website", "union-wefe-union-service"],
            ].sort(),
          );
          // Whatever listens on the union's address, or is asked there, is the union's own.
          expect(changedIn(before, after, listens).filter((name) => name.startsWith("member"))).toEqual([]);
          expect(changedIn(before, after, listens)).toContain("union-mongo");
        },
      ),
      { numRuns: 5 },
    );
  });

  /** Whether everything can start: nothing waits for itself. */
  function runs(after: Readonly<Record<string, readonly string[]>>): boolean {
    const started = new Set<string>();
    for (const _ of Object.keys(after))
      for (const [name, before] of Object.entries(after))
        if (before.every((one) => started.has(one))) started.add(name);
    return started.size === Object.keys(after).length;
  }
});
