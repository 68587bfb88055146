import fc from "fast-check";
import { expect, test } from "vitest";
import { PortPlan } from "../ports.js";

const servers = fc.constantFrom("a", "b", "c");
const preferred = fc.constantFrom(2181, 7050, 7051, 7053, 8443, 9092, 9443);

test("what is allocated is never given twice on a server, whatever was claimed before", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(servers, fc.integer({ min: 1, max: 20_000 })), { maxLength: 20 }),
      fc.array(fc.tuple(servers, preferred), { maxLength: 40 }),
      (claims, wishes) => {
        const ports = new PortPlan();
        const claimed = claims.map(([server, port]) => `${server} ${ports.claim(server, port)}`);
        const given = wishes.map(([server, port]) => `${server} ${ports.allocate(server, port)}`);
        expect(new Set(given).size).toBe(given.length);
        expect(given.filter((one) => claimed.includes(one))).toEqual([]);
      },
    ),
  );
});

test("the first of a role gets its own port, the next ones 1000 more each", () => {
  fc.assert(
    fc.property(preferred, fc.integer({ min: 1, max: 10 }), (port, count) => {
      const ports = new PortPlan();
      const given = Array.from({ length: count }, () => ports.allocate("a", port));
      expect(given.map((one) => (one - port) / 1000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, count));
    }),
  );
});

test("servers do not take ports from each other", () => {
  fc.assert(
    fc.property(fc.array(preferred, { maxLength: 20 }), (wishes) => {
      const [alone, shared] = [new PortPlan(), new PortPlan()];
      for (const port of wishes) {
        shared.allocate("b", port);
        expect(shared.allocate("a", port)).toBe(alone.allocate("a", port));
      }
    }),
  );
});
