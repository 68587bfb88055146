import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { connectEngine, type EngineSide } from "../rpc/harness.js";

/** A plugin program that runs. */
export interface RunningPlugin {
  readonly engine: EngineSide;
  close(): void;
}

/** Starts a plugin as an engine does: it prints its port on its first line. @throws Error with what it said instead. */
export async function startPlugin(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningPlugin> {
  const child = spawn(program, ["127.0.0.1:0"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const port = await firstLine(child, program);
  const engine = connectEngine(Number(port));
  return {
    engine,
    close() {
      engine.close();
      child.kill();
    },
  };
}

function firstLine(child: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
    if (child.stdout) createInterface(child.stdout).once("line", resolve);
  });
}
