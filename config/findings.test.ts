import { expect, test } from "vitest";
import {
  countFindings,
  type Finding,
  formatPath,
  hasErrors,
  renderFindings,
  renderFindingsAsJson,
  showValue,
  sortFindings,
} from "./findings.js";

const finding = (path: string, more: Partial<Finding> = {}): Finding => ({
  path,
  rule: "rule",
  severity: "error",
  message: "wrong",
  remedy: "mend it",
  ...more,
});

test.each([
  [["servers", "k3", "hostKey"], "servers.k3.hostKey"],
  [["channels", "mychannel", "organizations", 1], "channels.mychannel.organizations[1]"],
  [["kafkaProperties", "num.io.threads"], 'kafkaProperties["num.io.threads"]'],
  [["servers", "a b", "cpus"], 'servers["a b"].cpus'],
  [[], ""],
])("the path %j is written %s", (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test("findings are sorted by path as people count, errors before warnings", () => {
  const sorted = sortFindings([
    finding("servers.k10"),
    finding("servers.k2", { severity: "warning" }),
    finding("servers.k2"),
    finding("fabric"),
  ]);
  expect(sorted.map(({ path, severity }) => `${severity} ${path}`)).toEqual([
    "error fabric",
    "error servers.k2",
    "warning servers.k2",
    "error servers.k10",
  ]);
});

test("for people errors stand before warnings, each with what was found, what is allowed and the remedy", () => {
  const text = renderFindings([
    finding("b", { found: "3", allowed: "4" }),
    finding("a", { severity: "warning", rule: "soft" }),
    finding("a10"),
    finding("a2"),
  ]);
  expect(text).toBe(`error a2: wrong [rule]
  remedy:  mend it

error a10: wrong [rule]
  remedy:  mend it

error b: wrong [rule]
  found:   3
  allowed: 4
  remedy:  mend it

warning a: wrong [soft]
  remedy:  mend it
`);
});

test("findings for programs are a sorted JSON array", () => {
  expect(JSON.parse(renderFindingsAsJson([finding("b"), finding("a")]))).toEqual([
    { path: "a", rule: "rule", severity: "error", message: "wrong", remedy: "mend it" },
    { path: "b", rule: "rule", severity: "error", message: "wrong", remedy: "mend it" },
  ]);
});

test("a warning alone is no error", () => {
  expect(hasErrors([finding("a", { severity: "warning" })])).toBe(false);
  expect(hasErrors([finding("a", { severity: "warning" }), finding("b")])).toBe(true);
});

test("findings are counted by severity", () => {
  expect(countFindings([finding("a"), finding("b", { severity: "warning" }), finding("c")])).toBe(
    "2 errors, 1 warning",
  );
  expect(countFindings([])).toBe("0 errors, 0 warnings");
});

test("a long value is cut at 60 characters", () => {
  expect(showValue("x".repeat(100))).toBe(`"${"x".repeat(56)}...`);
  expect(showValue(["short"])).toBe('["short"]');
});
