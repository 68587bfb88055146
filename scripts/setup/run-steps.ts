import type { Step, StepResult } from "./step.js";

/** Where progress goes. */
export interface Reporter {
  begin(step: Step): void;
  line(step: Step, line: string): void;
  end(result: StepResult): void;
}

/** Runs steps one after the other; what depends on a failed step is skipped, the rest still runs. */
export async function runSteps(steps: readonly Step[], reporter: Reporter): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const begun = Date.now();
    const broken = results.find((result) => bad(result) && step.needs?.includes(result.id));
    const settle = (outcome: StepResult["outcome"], detail: string) => {
      const seconds = Math.round((Date.now() - begun) / 100) / 10;
      const result = { id: step.id, title: step.title, outcome, seconds, detail };
      results.push(result);
      reporter.end(result);
    };
    if (broken) {
      settle("skipped", `needs: ${broken.title}`);
      continue;
    }
    reporter.begin(step);
    try {
      const { outcome, detail } = await step.run((line) => reporter.line(step, line));
      settle(outcome, detail ?? "");
    } catch (error) {
      settle("failed", error instanceof Error ? error.message : String(error));
    }
  }
  return results;
}

/** Whether a result stops the set-up from being complete. */
export function bad(result: StepResult): boolean {
  return result.outcome === "failed" || result.outcome === "skipped";
}

/** A line a result, with a sign of life every 15 s for steps that take long. */
export function textReporter(write: (line: string) => void): Reporter {
  let begun = Date.now();
  let said = 0;
  return {
    begin() {
      begun = Date.now();
      said = begun;
    },
    line(step, line) {
      if (Date.now() - said < 15_000) return;
      said = Date.now();
      write(`  …      ${step.title}: ${Math.round((said - begun) / 1000)} s, ${line.slice(0, 80)}`);
    },
    end(result) {
      const [first = "", ...rest] = result.detail.split("\n");
      write(
        `${result.outcome.padEnd(8)} ${result.title.padEnd(34)} ${result.seconds.toFixed(1).padStart(6)} s  ${first}`,
      );
      for (const line of rest) write(`         ${line}`);
    },
  };
}
