/**
 * Contents of a vendor's package that hold credentials, by the names under which the plan knows them. A map, so that it
 * is empty in JSON wherever it should get by mistake.
 */
export type PackageSecrets = ReadonlyMap<string, string>;

/** All of them under their names. */
export function mergedSecrets(all: readonly PackageSecrets[]): PackageSecrets {
  return new Map(all.flatMap((secrets) => [...secrets]));
}
