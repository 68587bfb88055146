import type { Host } from "../../hosts/host.js";
import { dial } from "../../hosts/ssh/index.js";
import { quote } from "../../hosts/ssh/quote.js";
import type { Step } from "../step.js";

/** What is to happen to the data when the stack is destroyed. */
export interface TeardownSpec {
  readonly stack: string;
  readonly network: string;
  readonly data: "keep" | "delete";
  readonly servers: readonly Host[];
}

/**
 * The command that removes this network's volumes from a server and prints their names; absent ones are no error. It
 * comes after the state's own containers and Docker networks: one that is there still was left behind by a killed run and
 * goes first.
 */
export function removeVolumesCommand(stack: string, network: string, user: string): string {
  const docker = user === "root" ? "docker" : "sudo -n docker";
  const filters = [`consortium.stack=${stack}`, `consortium.network=${network}`]
    .map((label) => `--filter ${quote(`label=${label}`)}`)
    .join(" ");
  // In assignments, where an engine that does not answer ends the script; in a loop's list it would not.
  return [
    "set -eu",
    `left=$(${docker} ps -aq ${filters})`,
    `for c in $left; do ${docker} rm -f -v "$c" >/dev/null; done`,
    `nets=$(${docker} network ls -q ${filters})`,
    `for n in $nets; do ${docker} network rm "$n" >/dev/null; done`,
    `names=$(${docker} volume ls -q ${filters})`,
    `for v in $names; do ${docker} volume rm "$v"; done`,
  ].join("; ");
}

async function removeVolumes(spec: TeardownSpec, server: Host): Promise<string[]> {
  const link = await dial(server.ssh);
  try {
    const command = removeVolumesCommand(spec.stack, spec.network, server.ssh.user);
    const { code, stdout, stderr } = await link.exec(command, { timeoutSeconds: 120 });
    if (code !== 0)
      throw new Error(`${server.name}: removing volumes failed (exit ${code}): ${stderr.trim()}`);
    return stdout.split("\n").filter((name) => name !== "");
  } finally {
    await link.close();
  }
}

/** Runs when the stack is destroyed, after its containers are gone: removes the data unless the stack keeps it. */
export const teardown: Step<TeardownSpec> = {
  async run(spec) {
    if (spec.data === "keep") return { kept: true };
    const results = await Promise.allSettled(spec.servers.map((server) => removeVolumes(spec, server)));
    const failures = results.flatMap((r) => (r.status === "rejected" ? [String(r.reason)] : []));
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return { removed: results.flatMap((r) => (r.status === "fulfilled" ? r.value : [])).sort() };
  },
};
