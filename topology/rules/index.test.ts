import { expect, test } from "vitest";
import { ruleGroups } from "./index.js";
import { repeated } from "./rule.js";

const rules = ruleGroups.flatMap((group) => group.rules);

test("no two rules have the same id, or accept would name two", () => {
  expect(repeated(rules, ({ id }) => id)).toEqual([]);
});

test("every rule says what holds, and where that comes from", () => {
  for (const { id, holds, source } of rules) {
    expect(id).toMatch(/^[a-z][a-z-]+[a-z]$/);
    expect(holds, id).toMatch(/^.{10,}[^.]$/);
    expect(source, id).not.toBe("");
  }
});

test("the warnings that a stack may accept", () => {
  const warnings = rules.filter(({ severity }) => severity === "warning").map(({ id }) => id);
  expect(warnings.sort()).toEqual([
    "accept-unused",
    "anchor-missing",
    "consenter-surplus",
    "kafka-heap",
    "kafka-plaintext",
    "preferred-size",
    "public-address",
    "registry-unused",
    "shared-server",
    "single-zone",
    "state-database-mixed",
    "zone-majority",
    "zone-partial",
    "zookeeper-single",
  ]);
});
