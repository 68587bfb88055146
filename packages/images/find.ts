import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveLookup } from "../../topology/images/archive-image.js";
import { ArchiveError, readArchive } from "./archive.js";

/** Reads `NAME.tar` for every name. Paths in the answer begin with `directory` as given. */
export async function findArchives(
  directory: string,
  names: readonly string[],
): Promise<Record<string, ArchiveLookup>> {
  const files = new Set(await readdir(directory).catch((): string[] => []));
  const found = await Promise.all(
    names.map(async (name) => [name, await lookUp(directory, name, files)] as const),
  );
  return Object.fromEntries(found);
}

async function lookUp(directory: string, name: string, files: ReadonlySet<string>): Promise<ArchiveLookup> {
  const path = join(directory, `${name}.tar`);
  if (!files.has(`${name}.tar`)) {
    const instead = [".tar.gz", ".tgz", ".tar.zst", ".tar.xz"]
      .map((end) => name + end)
      .find((f) => files.has(f));
    return { kind: "missing", path, ...(instead === undefined ? {} : { instead }) };
  }
  try {
    return { kind: "image", path, image: await readArchive(path) };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { kind: "unusable", path, problem: error.problem, remedy: error.remedy };
  }
}
