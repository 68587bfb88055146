import { expect, test } from "vitest";
import { root } from "../ops/checkout.js";
import { judgeOwner } from "./network.js";

const lab = { name: "consortium-lab" };

test.each([
  { home: root, hosts: "some", owner: "us" },
  { home: root, hosts: "none", owner: "us" },
  { home: "/elsewhere", hosts: "none", owner: "nobody" },
] as const)("a lab of $home with $hosts hosts is of $owner", ({ home, hosts, owner }) => {
  expect(judgeOwner(lab, { home, hosts })).toBe(owner);
});

test.each([
  { home: "/elsewhere", hosts: "some", says: "belongs to the checkout /elsewhere" },
  { home: undefined, hosts: "none", says: "exists and is not ours" },
  { home: undefined, hosts: "some", says: "exists and is not ours" },
] as const)("a lab of $home with $hosts hosts is refused", ({ home, hosts, says }) => {
  expect(() => judgeOwner(lab, { home, hosts })).toThrow(says);
});
