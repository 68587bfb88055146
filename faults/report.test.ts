import { expect, test } from "vitest";
import { merge, reportOf } from "./report.js";
import { Findings, type TrialResult } from "./result.js";

const trials = [
  { name: "cut", title: "a host is cut off", holds: "nothing is lost", hosts: "four" },
  { name: "key", title: "wrong key", holds: "refused", hosts: "four" },
  { name: "sshd", title: "stock sshd", holds: "no drop", hosts: "thirteen" },
] as const;

const result = (name: string, more: Partial<TrialResult> = {}): TrialResult => ({
  name,
  at: "2026-01-02T03:04:05.000Z",
  seed: 7,
  seconds: 90,
  problems: [],
  notes: [],
  details: [],
  ...more,
});

const load = {
  committed: 120,
  lost: 0,
  unknownPresent: 2,
  unknownAbsent: 1,
  refused: 4,
  invalid: 0,
  gapSeconds: 21.25,
  seconds: 130,
};

test("a row tells survival, commits, losses, the gap and the re-run; what was not run is said", () => {
  const report = reportOf(
    trials,
    [
      result("cut", { load, rerun: "nothing", notes: ["whole after 12 s"] }),
      result("key", { problems: ["it was | not\nrefused"] }),
    ],
    "2 cores.",
  );
  expect(report).toContain("1 of 2 survived. 2 cores.");
  expect(report).toContain("| a host is cut off | yes | 120 | 0 | 21.3 | nothing |");
  expect(report).toContain("| wrong key | **no** | - | - | - | no re-run |");
  expect(report).toContain("Not run: stock sshd.");
  expect(report).toContain("- whole after 12 s");
  expect(report).toContain("- **problem**: it was | not / refused");
  expect(report).toContain("3 unknown to their client (2 of them in all ledgers, 1 in none)");
});

test("a later result takes the place of the earlier one, the others stay", () => {
  const earlier = [result("sshd"), result("cut", { seconds: 1 })];
  const merged = merge(trials, earlier, [result("cut", { seconds: 2 })]);
  expect(merged.map(({ name, seconds }) => [name, seconds])).toEqual([
    ["cut", 2],
    ["sshd", 90],
  ]);
});

test("lost transactions are a problem", () => {
  const findings = new Findings(() => {});
  findings.load({ ...load, lost: 3 });
  expect(findings.result("cut", 7).problems).toEqual(["3 committed transactions are lost"]);
});
