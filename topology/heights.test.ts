import { expect, test } from "vitest";
import { heightsKept, higherOf } from "./heights.js";

test("the higher of two records counts, and nothing of either is lost", () => {
  expect(higherOf({ p1: { ch: 5, sys: 2 }, p2: { ch: 7 } }, { p1: { ch: 6 }, p3: { ch: 1 } })).toEqual({
    p1: { ch: 6, sys: 2 },
    p2: { ch: 7 },
    p3: { ch: 1 },
  });
});

test("a height is kept when the ledger has it or more; one that cannot be read is not", () => {
  const before = { p10: { ch: 5 }, p2: { ch: 5, sys: 3 }, p3: { ch: 9 } };
  expect(heightsKept(before, { p2: { ch: 4, sys: 3 }, p10: { ch: 8 } })).toEqual([
    { service: "p2", channel: "ch", before: 5, now: 4, kept: false },
    { service: "p2", channel: "sys", before: 3, now: 3, kept: true },
    { service: "p3", channel: "ch", before: 9, kept: false },
    { service: "p10", channel: "ch", before: 5, now: 8, kept: true },
  ]);
});
