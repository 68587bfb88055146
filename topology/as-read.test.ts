import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitsFor, roles } from "../config/tiers.js";
import { tier as tiers } from "../config/words.js";
import { decimalCpus, nanoseconds } from "../plugins/docker/units.js";
import { capabilityNames, cpusText } from "./as-read.js";
import { goDuration } from "./go-duration.js";

describe("processors", () => {
  test.each([
    { cpus: 1, text: "1.0" },
    { cpus: 0.5, text: "0.5" },
    { cpus: 0.25, text: "0.25" },
    { cpus: 1.5, text: "1.5" },
    { cpus: 10, text: "10." },
    { cpus: 100, text: "100." },
    { cpus: 100.25, text: "100.251" },
    { cpus: 0.05, text: "0.051" },
    { cpus: 10.05, text: "10.051" },
    { cpus: 0.001, text: "0.011" },
  ])("$cpus are written $text", ({ cpus, text }) => {
    expect(cpusText(cpus)).toBe(text);
  });

  // decimalCpus is the model of the plugin's own formatting; its source is named there.
  const readsBack = (cpus: number) => {
    const text = cpusText(cpus);
    expect(decimalCpus(Math.round(Number(text) * 1e9))).toBe(text);
    return Number(text);
  };

  test("any figure is read back as it was written, and is never less than was asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (thousandths) => {
        const written = readsBack(thousandths / 1000);
        expect(written * 1000).toBeGreaterThanOrEqual(thousandths - 1e-6);
        expect(written * 1000).toBeLessThan(thousandths + 20);
      }),
      { numRuns: 5000 },
    );
  });

  test("a figure of any precision is read back as it was written", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1024, noNaN: true }), (cpus) => {
        readsBack(cpus);
      }),
    );
  });

  test("every figure of the tiers stays exactly what it is", () => {
    for (const tier of tiers.options)
      for (const role of roles)
        expect(readsBack(limitsFor(tier, role).cpus)).toBe(limitsFor(tier, role).cpus);
  });

  test("quarters below 100 processors stay exactly what they are", () => {
    for (let quarters = 1; quarters < 4 * 100; quarters += 1)
      expect(readsBack(quarters / 4)).toBe(quarters / 4);
  });
});

test("capabilities have Docker's full names, each once", () => {
  expect(capabilityNames(["SYS_NICE", "CAP_NET_ADMIN", "sys_nice", "ALL"])).toEqual([
    "CAP_SYS_NICE",
    "CAP_NET_ADMIN",
    "ALL",
  ]);
});

describe("durations", () => {
  test.each([
    { seconds: 0, text: "0s" },
    { seconds: 10, text: "10s" },
    { seconds: 60, text: "1m0s" },
    { seconds: 90, text: "1m30s" },
    { seconds: 3605, text: "1h0m5s" },
  ])("$seconds s are written $text, as Go does", ({ seconds, text }) => {
    expect(goDuration(seconds * 1000)).toBe(text);
  });

  test("every duration is read back as it was meant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
        expect(nanoseconds(goDuration(seconds * 1000))).toBe(seconds * 1e9);
      }),
    );
  });
});
