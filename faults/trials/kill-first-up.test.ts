import { expect, test } from "vitest";
import { momentsOf } from "./kill-first-up.js";

test("the moments of both rounds lie in every twentieth of what is made, ascending", () => {
  const middle = () => 0.5;
  expect(momentsOf(0, 100, middle)).toEqual([2, 12, 22, 32, 42, 52, 62, 72, 82, 92]);
  expect(momentsOf(1, 100, middle)).toEqual([7, 17, 27, 37, 47, 57, 67, 77, 87, 97]);
});

test("no moment is before the first resource", () => {
  expect(momentsOf(0, 100, () => 0)[0]).toBe(1);
});
