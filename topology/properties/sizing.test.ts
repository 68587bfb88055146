import fc from "fast-check";
import { expect, test } from "vitest";
import { limitsFor, reserveFor, roles } from "../../config/tiers.js";
import { formatSize, parseSize } from "../../config/units.js";
import type { Plan } from "../model/plan.js";
import { planNetwork } from "../plan.js";
import { runRules } from "../rules/rule.js";
import { serverFits } from "../rules/server-fits.js";
import { settingsOf } from "../testing/stack.js";
import { stacks } from "./stacks.js";

const MiB = 1024 ** 2;

const plans: fc.Arbitrary<Plan> = stacks.map((stack) => planNetwork(settingsOf(stack), { stack: "prod" }));

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

test("what the servers need together is what the services need together, none twice and none left out", () => {
  fc.assert(
    fc.property(plans, ({ tier, servers, services }) => {
      for (const figure of ["cpus", "memoryMiB", "diskMiB"] as const) {
        const ofServers = sum(servers.map(({ needs }) => needs[figure]));
        const ofServices = sum(
          services
            .flatMap(({ role }) => roles.filter((one) => one === role))
            .map((role) => limitsFor(tier, role)[figure]),
        );
        expect(ofServers).toBeCloseTo(ofServices, 6);
      }
    }),
    { numRuns: 30 },
  );
});

test("a service gets what its server was asked for", () => {
  fc.assert(
    fc.property(plans, ({ servers, services }) => {
      for (const { name, needs } of servers) {
        const own = services.filter(({ server }) => server === name);
        expect(sum(own.map(({ limits }) => limits.memoryMiB))).toBe(needs.memoryMiB);
        expect(sum(own.map(({ limits }) => limits.cpus))).toBeCloseTo(needs.cpus, 6);
      }
    }),
    { numRuns: 30 },
  );
});

test("a JVM's heap leaves its container at least as much again", () => {
  fc.assert(
    fc.property(plans, ({ services }) => {
      for (const { limits } of services)
        if (limits.heapMiB !== undefined) expect(limits.memoryMiB).toBeGreaterThanOrEqual(2 * limits.heapMiB);
    }),
    { numRuns: 20 },
  );
});

test("a server of exactly the needed size fits, and one that lacks a mebibyte or a processor does not", () => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, pick) => {
      const server = plan.servers[pick % plan.servers.length];
      if (!server) return;
      const exact = {
        cpus: Math.ceil(server.needs.cpus),
        memoryMiB: server.needs.memoryMiB + reserveFor(plan.tier).memoryMiB,
        diskMiB: server.needs.diskMiB,
      };
      const complaints = (size: typeof exact) =>
        runRules([serverFits], {
          ...plan,
          servers: plan.servers.map((one) => (one === server ? { ...one, ...size } : one)),
        }).map(({ path }) => path);
      expect(complaints(exact)).toEqual([]);
      expect(complaints({ ...exact, cpus: exact.cpus - 1 })).toEqual([`servers.${server.name}.cpus`]);
      expect(complaints({ ...exact, memoryMiB: exact.memoryMiB - 1 })).toEqual([
        `servers.${server.name}.memory`,
      ]);
      expect(complaints({ ...exact, diskMiB: exact.diskMiB - 1 })).toEqual([`servers.${server.name}.disk`]);
    }),
    { numRuns: 30 },
  );
});

test("a size that is written can be read, and is the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 * 1024 * 1024 }), (mebibytes) => {
      expect(parseSize(formatSize(mebibytes * MiB))).toBe(mebibytes * MiB);
    }),
  );
});
