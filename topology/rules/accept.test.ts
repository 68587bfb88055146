import { expect, test } from "vitest";
import type { Finding } from "../../config/findings.js";
import { acceptRule, acceptUnused, settleAccepted } from "./accept.js";
import { runRules } from "./rule.js";

const known = [
  { id: "kafka-plaintext", severity: "warning" },
  { id: "single-zone", severity: "warning" },
  { id: "id-twice", severity: "error" },
] as const;

const finding = (rule: string, severity: Finding["severity"]): Finding => ({
  path: "fabric",
  rule,
  severity,
  message: "m",
  remedy: "r",
});

test.each([
  { accepted: [], says: [] },
  { accepted: ["kafka-plaintext"], says: [] },
  {
    accepted: ["id-twice"],
    says: ["accept[0]: an error cannot be accepted: remove it and correct what the error says"],
  },
  {
    accepted: ["kafka-plaintxt"],
    says: ['accept[0]: not the id of a warning: did you mean "kafka-plaintext"?'],
  },
  { accepted: ["single-zone", "zzz"], says: ["accept[1]: not the id of a warning: remove it"] },
])("accepting $accepted: $says", ({ accepted, says }) => {
  const found = runRules([acceptRule(known)], accepted, ["accept"]);
  expect(found.map(({ path, message, remedy }) => `${path}: ${message}: ${remedy}`)).toEqual(says);
});

test.each([
  { accepted: [], paths: [] },
  { accepted: ["kafka-plaintext"], paths: [] },
  { accepted: ["kafka-plaintext", "single-zone"], paths: ["[1]"] },
  { accepted: ["kafka-plaintext", "kafka-plaintext"], paths: ["[1]"] },
])("with kafka-plaintext found, accepting $accepted is too much at: $paths", ({ accepted, paths }) => {
  const findings = [{ rule: "kafka-plaintext" }];
  expect(runRules([acceptUnused], { accepted, findings }).map(({ path }) => path)).toEqual(paths);
});

test("an accepted warning is not shown again, an error of the same id is", () => {
  const found = [finding("kafka-plaintext", "warning"), finding("kafka-plaintext", "error")];
  expect(settleAccepted(found, ["kafka-plaintext"])).toEqual([finding("kafka-plaintext", "error")]);
});

test("an entry that accepts nothing is a warning, and not judged while there are errors", () => {
  const rulesOf = (found: readonly Finding[]) =>
    settleAccepted(found, ["single-zone"]).map(({ rule }) => rule);
  expect(rulesOf([])).toEqual(["accept-unused"]);
  expect(rulesOf([finding("single-zone", "warning")])).toEqual([]);
  expect(rulesOf([finding("id-twice", "error")])).toEqual(["id-twice"]);
});
