import { distinctServers, isAway, type Links } from "../../hosts/links.js";
import { outputOf, rootShell } from "../../hosts/shell.js";
import { SshError } from "../../hosts/ssh/index.js";
import type { GateQuorum } from "../specs.js";
import { type Kept, parseKept, readScript, type Stamp } from "./stamp.js";

/** What the servers of a quorum keep of it, by server. */
export interface KeptByServer {
  readonly kept: ReadonlyMap<string, Kept>;
  /** Servers that do not answer, with the reason. */
  readonly away: ReadonlyMap<string, SshError>;
}

/**
 * Asks every member's server what it keeps, all at the same time.
 * @throws Error when a stamp is another network's, or a server refuses us.
 */
export async function readKept(quorum: GateQuorum, links: Links): Promise<KeptByServer> {
  const kept = new Map<string, Kept>();
  const away = new Map<string, SshError>();
  await Promise.all(
    distinctServers(quorum.members).map(async (server) => {
      const volumes = quorum.members
        .filter((member) => member.server.name === server.name)
        .flatMap((member) => member.volumes);
      try {
        const link = await links.to(server);
        const result = await link.exec(rootShell(server.ssh.user), { stdin: readScript(quorum, volumes) });
        kept.set(server.name, parseKept(outputOf(server.name, "reading the formed stamp", result)));
      } catch (error) {
        if (!isAway(error)) throw error;
        away.set(server.name, error);
      }
    }),
  );
  for (const [server, { stamp }] of kept)
    if (stamp && stamp.network !== quorum.network)
      throw new Error(
        `${server}: the formed stamp of ${quorum.name} belongs to another network (${stamp.network}, ours is ${quorum.network}). ` +
          `Use the state that network was made with, or take it down on this server first; its data must not be mixed with ours`,
      );
  return { kept, away };
}

/** The stamps that were found. */
export function stampsIn({ kept }: KeptByServer): Stamp[] {
  return [...kept.values()].flatMap(({ stamp }) => (stamp ? [stamp] : []));
}

/**
 * Whether the quorum is still being born: no server holds a stamp.
 * @throws SshError when that cannot be told, because a server does not answer and no other holds one.
 */
export function isBeingBorn(found: KeptByServer): boolean {
  if (stampsIn(found).length > 0) return false;
  const [away] = found.away;
  if (!away) return true;
  const [server, cause] = away;
  throw new SshError(
    cause.failure,
    `${server} does not answer, and only it can tell whether it was formed before: ${cause.message}`,
    { cause },
  );
}
