import { attempt, type Finished, type RunOptions, run } from "../hosts/process.js";

/** Runs the Docker command line on this machine's engine; throws with its last lines on failure. */
export function docker(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return run(["docker", ...args], options);
}

/** As {@link docker}, for commands whose failure is an answer. */
export function tryDocker(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return attempt(["docker", ...args], options);
}

/** Runs a shell script inside a lab host as its root, past sshd: faults and status work with sshd down. */
export function inside(container: string, script: string, options: RunOptions = {}): Promise<string> {
  return docker(["exec", "-i", container, "bash", "-s"], { ...options, stdin: `set -eu\n${script}\n` });
}

/** Throws with the way out when no engine answers. */
export async function requireEngine(): Promise<void> {
  const version = await tryDocker(["version", "--format", "{{.Server.Version}}"], { timeoutSeconds: 20 });
  if (version.code !== 0) {
    throw new Error("no Docker engine answers on this machine. Run: npm run setup -- --only engine");
  }
}
