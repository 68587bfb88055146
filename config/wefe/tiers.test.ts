import { expect, test } from "vitest";
import { sharedServices, wefeHardware, wefeLimits, wefeNeeds } from "./tiers.js";

const GiB = 1024;
const tiers = ["trial", "economy", "production"] as const;
const sides = ["union", "member"] as const;

test.each([
  ["trial", "union", 4, 16, 300],
  ["trial", "member", 8, 32, 300],
  ["economy", "union", 8, 16, 500],
  ["economy", "member", 32, 64, 500],
  ["production", "union", 16, 32, 500],
  ["production", "member", 64, 128, 500],
] as const)(
  "%s %s has the manual's row: %i processors, %i GiB, %i GiB of disk",
  (tier, side, cpus, memory, disk) => {
    expect(wefeHardware(tier, side)).toMatchObject({ cpus, memoryMiB: memory * GiB, diskMiB: disk * GiB });
  },
);

test.each([
  ["economy", 10],
  ["production", 100],
] as const)("%s asks for %i Mbit/s, trial for none", (tier, bandwidthMbit) => {
  expect(wefeHardware(tier, "union").bandwidthMbit).toBe(bandwidthMbit);
  expect(wefeHardware("trial", "union").bandwidthMbit).toBeUndefined();
});

test("one side needs its row", () => {
  expect(wefeNeeds([{ side: "union", tier: "trial" }])).toEqual({
    cpus: 4,
    memoryMiB: 16 * GiB,
    diskMiB: 300 * GiB,
  });
});

test("both sides on one server do not add up: the larger row, and at least 32 GiB", () => {
  const both = [
    { side: "union", tier: "trial" },
    { side: "member", tier: "trial" },
  ] as const;
  expect(wefeNeeds(both)).toEqual({ cpus: 8, memoryMiB: 32 * GiB, diskMiB: 300 * GiB });
});

test.each(tiers.flatMap((tier) => sides.map((side) => [tier, side] as const)))(
  "%s %s: a sixteenth of the memory stays for the system",
  (tier, side) => {
    const given = sharedServices(side).reduce(
      (sum, service) => sum + wefeLimits(tier, side, service).memoryMiB,
      0,
    );
    const { memoryMiB } = wefeHardware(tier, side);
    // The union's chain has rows of its own, which come out of its share.
    expect(given).toBeLessThanOrEqual((memoryMiB * 15) / 16);
  },
);

test.each(sides)("the shares of a %s are the whole at most, in memory and in processors", (side) => {
  const weights = sharedServices(side).map((service) => wefeLimits("trial", side, service).cpuWeight);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1024);
});

test("what computes the models has the largest part of a member", () => {
  expect(wefeLimits("economy", "member", "wefe-flow")).toMatchObject({
    memoryMiB: 12288,
    cpus: 10,
    cpuWeight: 320,
  });
});

test("an optional service gets a sixteenth of its member", () => {
  expect(wefeLimits("trial", "member", "wefe-serving-service")).toMatchObject({ memoryMiB: 2048, cpus: 0.5 });
});
