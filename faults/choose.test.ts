import { expect, test } from "vitest";
import { chanceOf } from "./chance.js";
import { choose } from "./choose.js";

const trials = [
  { name: "first", starts: "nothing", hosts: "four" },
  { name: "one", starts: "network", hosts: "four" },
  { name: "two", starts: "network", hosts: "four" },
  { name: "three", starts: "network", hosts: "four" },
  { name: "big", starts: "network", hosts: "thirteen" },
] as const;
const names = (chosen: readonly { readonly name: string }[]) => chosen.map(({ name }) => name);
/** Always the first of what is left. */
const first = () => 0;
/** Always the last of what is left. */
const last = () => 0.999;

test("without a wish all trials run", () => {
  expect(names(choose(trials, { only: [] }, first))).toEqual(["first", "one", "two", "three", "big"]);
});

test("named trials run in their own order, whatever order they are named in", () => {
  expect(names(choose(trials, { only: ["big", "first"] }, first))).toEqual(["first", "big"]);
});

test.each([
  { chance: first, few: 2, chosen: ["one", "two"] },
  { chance: last, few: 2, chosen: ["two", "three"] },
  { chance: first, few: 9, chosen: ["one", "two", "three"] },
])("a few are drawn from what a network on four hosts is enough for: $few", ({ chance, few, chosen }) => {
  expect(names(choose(trials, { only: [], few }, chance))).toEqual(chosen);
});

test("an unknown name is refused with the known ones", () => {
  expect(() => choose(trials, { only: ["one", "four"] }, first)).toThrow(
    "no fault four: choose from first, one, two, three, big",
  );
});

test("a seed gives the same numbers each time, another one others, all from 0 up to 1", () => {
  const some = (seed: number) => {
    const chance = chanceOf(seed);
    return Array.from({ length: 1000 }, () => chance());
  };
  expect(some(7)).toEqual(some(7));
  expect(some(8)).not.toEqual(some(7));
  expect(some(7).every((number) => number >= 0 && number < 1)).toBe(true);
  expect(some(7).filter((number) => number < 0.5).length).toBeGreaterThan(400);
});
