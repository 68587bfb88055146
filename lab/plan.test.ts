import { expect, test } from "vitest";
import { type PresentHost, planHosts } from "./plan.js";

const host = (name: string, address: string, more: Partial<PresentHost> = {}): PresentHost => ({
  name,
  address,
  running: true,
  spec: "now",
  disk: undefined,
  promise: "",
  ...more,
});
const plan = (wanted: string[], present: PresentHost[], promise?: string) =>
  planHosts(wanted, present, "10.231.0.0/24", "now", promise).map(
    ({ name, address, action }) => `${name} ${address} ${action}`,
  );

test("an empty lab creates hosts from .11 on", () => {
  expect(plan(["a", "b"], [])).toEqual(["a 10.231.0.11 create", "b 10.231.0.12 create"]);
});

test("running hosts stay, stopped ones start, those made from other inputs are replaced at their address", () => {
  const present = [
    host("a", "10.231.0.11"),
    host("b", "10.231.0.12", { running: false }),
    host("c", "10.231.0.13", { spec: "before" }),
  ];
  expect(plan(["a", "b", "c"], present)).toEqual([
    "a 10.231.0.11 keep",
    "b 10.231.0.12 start",
    "c 10.231.0.13 replace",
  ]);
});

test("hosts that are not wanted are left alone and keep their addresses", () => {
  expect(plan(["new", "newer"], [host("old", "10.231.0.12")])).toEqual([
    "new 10.231.0.11 create",
    "newer 10.231.0.13 create",
  ]);
});

test("a host keeps its promise unless another is asked for", () => {
  const present = [host("a", "10.231.0.11", { promise: "cpus=8" })];
  expect(plan(["a"], present)).toEqual(["a 10.231.0.11 keep"]);
  expect(plan(["a"], present, "cpus=8")).toEqual(["a 10.231.0.11 keep"]);
  expect(plan(["a"], present, "cpus=9")).toEqual(["a 10.231.0.11 replace"]);
});
