import type { Seen, SeenSleep } from "./seen.js";

/** The sleep that a network is in; the latest where servers have different records. None when it is awake. */
export function sleepOf({ servers }: Pick<Seen, "servers">): SeenSleep | undefined {
  return Object.values(servers)
    .flatMap(({ sleep }) => sleep ?? [])
    .sort((a, b) => (a.since < b.since ? 1 : -1))[0];
}
