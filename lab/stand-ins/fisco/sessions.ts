/** What a node does with a connection whose handshake is done. */
export type Verdict = "keep" | "self" | "duplicate" | "turned away" | "full";

/**
 * Decides over a new connection to the node `id`, whoever dialled. As upstream, a node keeps the connection it has and
 * drops the new one (DuplicatePeer). Two nodes that dial each other at the same moment therefore each keep the other's
 * call and drop their own, which is the call the other one kept: both are lost, again and again (the manual's 7.4).
 */
export function verdict(
  own: string,
  id: string,
  sessions: ReadonlySet<string>,
  limits: {
    readonly maxNodes: number;
    readonly blacklist: readonly string[];
    readonly whitelist: readonly string[];
  },
): Verdict {
  if (id === own) return "self";
  if (limits.blacklist.includes(id)) return "turned away";
  if (limits.whitelist.length > 0 && !limits.whitelist.includes(id)) return "turned away";
  if (sessions.has(id)) return "duplicate";
  return sessions.size >= limits.maxNodes ? "full" : "keep";
}
