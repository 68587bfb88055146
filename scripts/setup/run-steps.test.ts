import { expect, test } from "vitest";
import { runSteps, textReporter } from "./run-steps.js";
import type { Step } from "./step.js";

const silent = { begin: () => undefined, line: () => undefined, end: () => undefined };
const good: Step["run"] = async () => ({ outcome: "made", detail: "1.0" });

test("what needs a failed step is skipped, directly or not, and the rest runs", async () => {
  const steps: Step[] = [
    { id: "a", title: "A", group: "tools", run: () => Promise.reject(new Error("no A. Run: get-a")) },
    { id: "b", title: "B", group: "tools", needs: ["a"], run: good },
    { id: "c", title: "C", group: "tools", needs: ["b"], run: good },
    { id: "d", title: "D", group: "tools", run: good },
  ];
  const results = await runSteps(steps, silent);
  expect(results.map(({ id, outcome, detail }) => [id, outcome, detail])).toEqual([
    ["a", "failed", "no A. Run: get-a"],
    ["b", "skipped", "needs: A"],
    ["c", "skipped", "needs: B"],
    ["d", "made", "1.0"],
  ]);
});

test("a result is one line: outcome, title, seconds, detail; more lines of an error are indented", () => {
  const written: string[] = [];
  textReporter((line) => written.push(line)).end({
    id: "engine",
    title: "Docker engine",
    outcome: "failed",
    seconds: 2.5,
    detail: "no answer\nlast line",
  });
  expect(written).toEqual([
    "failed   Docker engine                         2.5 s  no answer",
    "         last line",
  ]);
});
