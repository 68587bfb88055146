/** Where a host of the lab stands in the failure domains the inventory tells about. */
export type Zone = "a" | "b" | "c" | "d";

/** The thirteen servers of the reference network. */
export const thirteen: readonly string[] = [..."zk1 zk2 zk3 k1 k2 k3 k4 o1 o2 o3 p1 p2 p3".split(" ")];

/** Host names for a count: the reference network's for 13, else `s1` … `sN`. */
export function hostNames(count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new Error(`--hosts ${count}: give a whole number from 1 to 100`);
  }
  if (count === thirteen.length) return [...thirteen];
  return Array.from({ length: count }, (_, index) => `s${index + 1}`);
}

/** Names given by hand: DNS labels, each once. */
export function checkNames(names: readonly string[]): string[] {
  for (const name of names) {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
      throw new Error(
        `host name ${JSON.stringify(name)}: use a-z, 0-9 and -, beginning with a letter, at most 31`,
      );
    }
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`host name ${twice} is given twice`);
  return [...names];
}

/** Zones go round by the number at the end of the name, so that zk1, k1, o1 share one and k1, k2, k3, k4 do not. */
export function zoneOf(name: string): Zone {
  const number = Number(/\d+$/.exec(name)?.[0] ?? 1);
  const zones = ["a", "b", "c", "d"] as const;
  return zones[(number + 3) % 4] ?? "a";
}
