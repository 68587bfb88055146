import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { notBuilt } from "./not-built.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.version": "2.4" }, paths: [] },
  { change: { "fabric.version": "1.4" }, paths: ["version"] },
  { change: { "fabric.version": "2.2" }, paths: ["version"] },
  { change: { "fabric.version": "3.0" }, paths: ["version"] },
  { change: { "fabric.version": "3.1" }, paths: ["version"] },
  { change: { "fabric.ordering.type": "etcdraft" }, paths: ["ordering.type"] },
  {
    change: { "fabric.ordering.type": "BFT", "fabric.version": "3.1" },
    paths: ["ordering.type", "version"],
  },
  {
    change: { "fabric.organizations.Org5.foreign": { bundle: "org5.json" } },
    paths: ["organizations.Org5.foreign"],
  },
])("what is not built is refused by name: %j", ({ change, paths }) => {
  expect(pathsOf(notBuilt, fabricWith(change))).toEqual(paths);
});
