import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runRules } from "../../rules/rule.js";
import { faultTolerance } from "../fault-tolerance.js";
import { serversOf } from "../testing/chain.js";
import { enoughSealers, sealerSurplus } from "./quorum.js";
import { serverFaults, singleServer, toleranceAccepted, zoneFaults } from "./spread.js";
import { onServers, stackWith } from "./testing/stack.js";

test.each([
  { sealers: 1, mayFail: 0, needed: 1 },
  { sealers: 2, mayFail: 0, needed: 2 },
  { sealers: 3, mayFail: 0, needed: 3 },
  { sealers: 4, mayFail: 1, needed: 3 },
  { sealers: 5, mayFail: 1, needed: 4 },
  { sealers: 6, mayFail: 1, needed: 5 },
  { sealers: 7, mayFail: 2, needed: 5 },
  { sealers: 10, mayFail: 3, needed: 7 },
  { sealers: 13, mayFail: 4, needed: 9 },
])("of $sealers nodes $mayFail may fail, $needed must work", (tolerance) => {
  expect(faultTolerance(tolerance.sealers)).toEqual(tolerance);
});

/** `count` nodes, each on a server of its own. */
const spreadOut = (count: number, acceptNoFaultTolerance = false) => {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  return stackWith(
    { agencies: onServers(...names), acceptNoFaultTolerance },
    { servers: serversOf(Object.fromEntries([...names, "spare"].map((name) => [name, undefined]))) },
  );
};

test.each([
  { count: 4, accept: false, refused: false },
  { count: 3, accept: false, refused: true },
  { count: 2, accept: false, refused: true },
  { count: 2, accept: true, refused: false },
  { count: 1, accept: true, refused: false },
  { count: 0, accept: true, refused: true },
])("$count nodes, accepted $accept: refused $refused", ({ count, accept, refused }) => {
  const paths = runRules([enoughSealers], spreadOut(count, accept)).map(({ path }) => path);
  expect(paths).toEqual(refused ? ["fisco.agencies"] : []);
});

test.each([
  { count: 2, better: [] },
  { count: 4, better: [] },
  { count: 5, better: ["4, or 7 to let one more fail"] },
  { count: 6, better: ["4, or 7 to let one more fail"] },
  { count: 7, better: [] },
  { count: 12, better: ["10, or 13 to let one more fail"] },
])("$count nodes: better $better", ({ count, better }) => {
  expect(runRules([sealerSurplus], spreadOut(count)).map(({ allowed }) => allowed)).toEqual(better);
});

describe("how many nodes a server or a zone may hold", () => {
  const zones = { u1: "a", u2: "b", b1: "c", b2: "a" };

  test.each([
    { servers: ["u1", "u2", "b1", "b2"], accept: false, found: [] },
    { servers: ["u1", "u1", "b1", "b2"], accept: false, found: ["2 of 4 nodes: node0, node1"] },
    { servers: ["u1", "u1", "b1", "b2"], accept: true, found: [] },
    // Fewer than 4 nodes are another rule's.
    { servers: ["u1", "u1"], accept: false, found: [] },
    { servers: ["u1", "u1", "u2", "u2", "b1", "b1", "b2"], accept: false, found: [] },
    {
      servers: ["u1", "u1", "u1", "u2", "b1", "b1", "b2"],
      accept: false,
      found: ["3 of 7 nodes: node0, node1, node2"],
    },
  ])("on $servers, accepted $accept: $found", ({ servers, accept, found }) => {
    const stack = stackWith({ agencies: onServers(...servers), acceptNoFaultTolerance: accept });
    expect(runRules([serverFaults], stack).map((one) => one.found)).toEqual(found);
  });

  test.each([
    { zones: {}, found: [] },
    { zones: { u1: "a", u2: "b", b1: "c", b2: "d" }, found: [] },
    { zones, found: ["2 of 4 nodes: node0, node3"] },
    { zones: { u1: "a", u2: undefined, b1: undefined, b2: undefined }, found: [] },
    { zones: { u1: "a", u2: "a", b1: "a", b2: "a" }, found: ["4 of 4 nodes: node0, node1, node2, node3"] },
  ])("in zones $zones: $found", ({ zones: given, found }) => {
    const all = { u1: undefined, u2: undefined, b1: undefined, b2: undefined, ...given };
    expect(
      runRules([zoneFaults], stackWith({}, { servers: serversOf(all) })).map((one) => one.found),
    ).toEqual(found);
  });

  test.each([
    { tier: "production" as const, servers: ["u1", "u1"], accept: true, warned: true },
    { tier: "production" as const, servers: ["u1", "u2"], accept: true, warned: false },
    { tier: "production" as const, servers: ["u1", "u1"], accept: false, warned: false },
    { tier: "trial" as const, servers: ["u1", "u1"], accept: true, warned: false },
  ])("$tier on $servers, accepted $accept: warned $warned", ({ tier, servers, accept, warned }) => {
    const stack = stackWith({ agencies: onServers(...servers), acceptNoFaultTolerance: accept }, { tier });
    expect(runRules([singleServer], stack).map(({ path }) => path)).toEqual(warned ? ["fisco.agencies"] : []);
  });

  test.each([
    { what: "4 on servers of their own", servers: ["u1", "u2", "b1", "b2"], zones: {}, warned: true },
    { what: "4, of which a server has 2", servers: ["u1", "u1", "b1", "b2"], zones: {}, warned: false },
    { what: "4, of which a zone has 2", servers: ["u1", "u2", "b1", "b2"], zones, warned: false },
    { what: "2", servers: ["u1", "u2"], zones: {}, warned: false },
  ])("accepted without need, $what: $warned", ({ servers, zones: given, warned }) => {
    const all = { u1: undefined, u2: undefined, b1: undefined, b2: undefined, ...given };
    const stack = stackWith(
      { agencies: onServers(...servers), acceptNoFaultTolerance: true },
      { servers: serversOf(all) },
    );
    const paths = runRules([toleranceAccepted], stack).map(({ path }) => path);
    expect(paths).toEqual(warned ? ["fisco.acceptNoFaultTolerance"] : []);
  });
});

/** 4 to 13 nodes, each on one of up to 13 servers, each server in one of up to 6 zones or in none. */
const placements = fc
  .record({ nodes: fc.integer({ min: 4, max: 13 }), servers: fc.integer({ min: 1, max: 13 }) })
  .chain(({ nodes, servers }) =>
    fc.record({
      on: fc.array(fc.integer({ min: 0, max: servers - 1 }), { minLength: nodes, maxLength: nodes }),
      zones: fc.array(fc.option(fc.constantFrom("a", "b", "c", "d", "e", "f"), { nil: undefined }), {
        minLength: servers,
        maxLength: servers,
      }),
    }),
  );

function stackOf({ on, zones }: { on: readonly number[]; zones: readonly (string | undefined)[] }) {
  return stackWith(
    { agencies: onServers(...on.map((index) => `s${index}`)) },
    { servers: serversOf(Object.fromEntries(zones.map((zone, index) => [`s${index}`, zone]))) },
  );
}

/** Whether at least n - f nodes are left when some are lost, by counting. */
function survives(on: readonly number[], lost: (server: number) => boolean): boolean {
  const left = on.filter((server) => !lost(server)).length;
  const mayFail = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4][on.length] ?? 0;
  return left >= on.length - mayFail;
}

test("a server is complained of when, and only when, its loss stops the chain", () => {
  fc.assert(
    fc.property(placements, (placement) => {
      const complained = runRules([serverFaults], stackOf(placement)).length;
      const stopping = [...new Set(placement.on)].filter(
        (lost) => !survives(placement.on, (one) => one === lost),
      );
      expect(complained).toBe(stopping.length);
    }),
    { numRuns: 200 },
  );
});

test("a zone is complained of when, and only when, its loss stops the chain", () => {
  fc.assert(
    fc.property(placements, (placement) => {
      const { on, zones } = placement;
      const complained = runRules([zoneFaults], stackOf(placement)).length;
      const named = [...new Set(on.map((server) => zones[server]).filter((zone) => zone !== undefined))];
      const stopping = named.filter((zone) => !survives(on, (server) => zones[server] === zone));
      expect(complained).toBe(stopping.length);
    }),
    { numRuns: 200 },
  );
});

test("either something is complained of, or accepting it would be too much", () => {
  fc.assert(
    fc.property(placements, (placement) => {
      const stack = stackOf(placement);
      const complained = runRules([serverFaults, zoneFaults], stack).length > 0;
      const accepting = { ...stack, fisco: { ...stack.fisco, acceptNoFaultTolerance: true } };
      expect(runRules([serverFaults, zoneFaults], accepting)).toEqual([]);
      expect(runRules([toleranceAccepted], accepting).length).toBe(complained ? 0 : 1);
    }),
    { numRuns: 200 },
  );
});
