import { expect, test } from "vitest";
import { median, spread } from "./statistics.js";

test.each([
  { values: [3], middle: 3 },
  { values: [9, 1, 5], middle: 5 },
  { values: [10, 2, 4, 8], middle: 6 },
])("the median of $values is $middle", ({ values, middle }) => {
  expect(median(values)).toBe(middle);
});

test("nothing has no median", () => {
  expect(() => median([])).toThrow("no values");
});

test("the spread is the lowest and the highest", () => {
  expect(spread([3, 1, 2])).toEqual([1, 3]);
});
