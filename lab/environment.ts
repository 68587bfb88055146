import { quote } from "../hosts/ssh/index.js";
import { toolEnvironment } from "../ops/tool-environment.js";
import { ensureAgent } from "./agent.js";

/** {@link toolEnvironment} with an ssh agent that holds the lab's key (started when none of ours runs). */
export async function labEnvironment(): Promise<Record<string, string>> {
  const { socket } = await ensureAgent();
  return { ...toolEnvironment(), SSH_AUTH_SOCK: socket };
}

/** An environment as a POSIX shell takes it in. */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}
