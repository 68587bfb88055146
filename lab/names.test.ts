import { expect, test } from "vitest";
import { checkNames, hostNames, zoneOf } from "./names.js";

test("13 hosts are named as the reference network's servers", () => {
  expect(hostNames(13).join(" ")).toBe("zk1 zk2 zk3 k1 k2 k3 k4 o1 o2 o3 p1 p2 p3");
});

test("other counts are numbered", () => {
  expect(hostNames(3)).toEqual(["s1", "s2", "s3"]);
});

test.each([0, -1, 1.5, Number.NaN, 101])("%d hosts are refused", (count) => {
  expect(() => hostNames(count)).toThrow("give a whole number from 1 to 100");
});

test.each([
  { names: ["a", "b", "a"], error: "host name a is given twice" },
  { names: ["A"], error: 'host name "A": use a-z' },
  { names: ["a;rm"], error: 'host name "a;rm": use a-z' },
  { names: [""], error: 'host name "": use a-z' },
])("names $names are refused", ({ names, error }) => {
  expect(() => checkNames(names)).toThrow(error);
});

test("members of a quorum are spread over four zones", () => {
  expect(["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4", "web"].map(zoneOf)).toEqual([
    "a",
    "b",
    "c",
    "a",
    "b",
    "c",
    "d",
    "a",
  ]);
});
