import type { FleetServer } from "../hosts/fleet.js";
import { rootShell } from "../hosts/shell.js";
import { dial } from "../hosts/ssh/index.js";
import { stampOf } from "../topology/drift/stamp.js";
import { revealed } from "./revealed.js";
import { nameIn, type StateExport } from "./state.js";
import { UsageError } from "./verb.js";

/** Seconds the preparing script may take where the engine is there already. */
const prepareSeconds = 180;

/**
 * The scripts that prepared a state's servers, by server: as they were last run. One that stamps nothing is of an older
 * release and left to the next `up`.
 */
export function preparingScripts({ deployment }: StateExport): ReadonlyMap<string, string> {
  return new Map(
    (deployment?.resources ?? []).flatMap(({ urn, type, inputs }): [string, string][] => {
      const name = nameIn(urn);
      const stdin = revealed(inputs?.stdin);
      return type === "command:remote:Command" &&
        name.endsWith("-prepare") &&
        typeof stdin === "string" &&
        stampOf(stdin, "prepare") !== undefined
        ? [[name.slice(0, -"-prepare".length), stdin]]
        : [];
    }),
  );
}

/**
 * Runs the preparing script again on every server, side by side; where everything is as it should be it changes nothing.
 * @throws UsageError when it fails on a server; the others are done.
 */
export async function prepareAgain(state: StateExport, servers: readonly FleetServer[]): Promise<void> {
  const scripts = preparingScripts(state);
  const failures: string[] = [];
  await Promise.all(
    servers.map(async ({ name, ssh }) => {
      const stdin = scripts.get(name);
      if (stdin === undefined) return;
      try {
        const link = await dial(ssh);
        try {
          const { code, stderr } = await link.exec(rootShell(ssh.user), {
            stdin,
            timeoutSeconds: prepareSeconds,
          });
          if (code !== 0) failures.push(`${name}: exit status ${code}: ${stderr.trim()}`);
        } finally {
          await link.close();
        }
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  if (failures.length > 0)
    throw new UsageError(
      `the preparing script failed; run it again when this is mended\n${failures.map((line) => `  ${line}`).join("\n")}`,
    );
}
