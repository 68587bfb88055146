import { spawn } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { type StepArgs, stepCommand } from "../step.js";

/**
 * Runs a step now, from a hook, as the engine runs it as a resource: the same program, told the same.
 * @throws Error with what the step wrote about its failure
 */
export async function runStep({ step, spec, secrets }: Omit<StepArgs, "previousResult">): Promise<void> {
  const [told, hidden] = await known(
    pulumi.all([
      pulumi.jsonStringify(spec),
      secrets === undefined ? "" : pulumi.unsecret(pulumi.jsonStringify(secrets)),
    ]),
  );
  await new Promise<void>((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", stepCommand(step)], {
      env: { ...process.env, CONSORTIUM_STEP: told },
      stdio: ["pipe", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(hidden);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(said.trim() || `step ${step} ended with status ${code}`));
    });
  });
}

/** The value of an output that is known by now: hooks run in updates only, after everything they follow. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as T));
  });
}
