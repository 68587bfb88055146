import { expect, test } from "vitest";
import { closest } from "./closest.js";

const known = ["address", "hostKey", "memory", "disk", "cpus"];

test.each([
  ["memroy", "memory"],
  ["adress", "address"],
  ["hostkey", "hostKey"],
  ["cpu", "cpus"],
  ["dsk", "disk"],
  ["colour", undefined],
  ["x", undefined],
])("%s is meant to be %s", (word, meant) => {
  expect(closest(word, known)).toBe(meant);
});

test("nothing is near when nothing is known", () => {
  expect(closest("memory", [])).toBeUndefined();
});
