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
    "compose-data-nested",
    "compose-file-twice",
    "compose-source-twice",
    "consenter-surplus",
    "fisco-accepts-nothing",
    "fisco-agency-nodes",
    "fisco-log-level",
    "fisco-single-server",
    "fisco-surplus",
    "kafka-heap",
    "kafka-plaintext",
    "overlay-missing",
    "overlay-twice",
    "preferred-size",
    "public-address",
    "registry-unused",
    "shared-server",
    "single-zone",
    "state-database-mixed",
    "wefe-contract-import",
    "wefe-data-shared",
    "wefe-default-credentials",
    "wefe-root-organization",
    "wefe-shared-server",
    "zone-majority",
    "zone-partial",
    "zookeeper-single",
  ]);
});
