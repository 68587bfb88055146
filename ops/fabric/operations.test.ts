import { expect, test } from "vitest";
import type { Operations } from "../../steps/fabric/specs.js";
import { fabricIn } from "./operations.js";

const operations: Operations = {
  stack: "dev",
  image: "fabric-peer:2.5",
  orderers: { tlsCaCertificate: "", nodes: [] },
  organizations: [],
  channels: [],
};

test("what a stack with a Fabric network tells is what the verbs about one need", () => {
  expect(fabricIn(operations)).toBe(operations);
});

test("a stack without a Fabric network is said to have none", () => {
  expect(() => fabricIn({ stack: "wefe" })).toThrow(
    "stack wefe has no Fabric network, and this verb is about one",
  );
});
