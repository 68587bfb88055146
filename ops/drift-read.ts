import type { FleetServer } from "../hosts/fleet.js";
import { rootShell } from "../hosts/shell.js";
import { dial } from "../hosts/ssh/index.js";
import { parseProbe, probeScript } from "../steps/drift/probe.js";
import type { Desired, SeenServer } from "../topology/drift/types.js";

/** Something that could not be asked, and why. */
export interface NotAsked {
  readonly what: string;
  readonly reason: string;
}

/** What the servers tell, and which of them do not. */
export interface SeenFleet {
  readonly seen: Readonly<Record<string, SeenServer>>;
  readonly notAsked: readonly NotAsked[];
}

/** Seconds that the look at one server may take. */
const probeSeconds = 120;

/** Looks at all servers side by side, with one script each; one that does not answer does not stop the others. */
export async function seeServers(desired: Desired, servers: readonly FleetServer[]): Promise<SeenFleet> {
  const seen: Record<string, SeenServer> = {};
  const notAsked: NotAsked[] = [];
  await Promise.all(
    servers.map(async (server) => {
      try {
        seen[server.name] = await seeServer(desired, server);
      } catch (error) {
        notAsked.push({ what: `server ${server.name}`, reason: reasonOf(error) });
      }
    }),
  );
  return { seen, notAsked };
}

async function seeServer(desired: Desired, { name, ssh }: FleetServer): Promise<SeenServer> {
  const link = await dial(ssh);
  try {
    const { code, stdout, stderr } = await link.exec(rootShell(ssh.user), {
      stdin: probeScript(desired, name),
      timeoutSeconds: probeSeconds,
    });
    if (code !== 0) throw new Error(`exit status ${code}: ${stderr.trim().split("\n").slice(-3).join("; ")}`);
    return parseProbe(stdout);
  } finally {
    await link.close();
  }
}

/** A failure in one line. */
export function reasonOf(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first;
}
