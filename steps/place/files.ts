import { posix } from "node:path";
import { sha256 } from "../../topology/sha256.js";
import type { PackageEntry, PackageFiles } from "../../topology/wefe/package/types.js";
import type { WantedFile } from "./scripts.js";
import type { PlaceFilesSecrets, PlaceFilesSpec } from "./specs.js";

/** A file to be placed, and where its content comes from. */
export type PlacedFile = WantedFile & {
  readonly size: number;
  readonly content:
    | { readonly kind: "package"; readonly path: string }
    | { readonly kind: "text"; readonly text: string };
};

/**
 * The files that lie under the root when a placement is done, by path: the named parts of the package, with our texts in
 * the place of its own. A link of the package is placed as the file that it points to.
 * @throws Error for a source that the package does not have, or a secret that was not handed over
 */
export function filesOf(
  { sources, texts }: Pick<PlaceFilesSpec, "sources" | "texts">,
  files: Pick<PackageFiles, "entries">,
  secrets: PlaceFilesSecrets,
): PlacedFile[] {
  const placed = new Map<string, PlacedFile>();
  for (const source of sources) {
    const below = [...files.entries.values()].filter(
      ({ path }) => path === source || path.startsWith(`${source}/`),
    );
    if (below.length === 0) throw new Error(`the package has no ${source}`);
    for (const entry of below) {
      const file = target(entry, files.entries);
      if (file)
        placed.set(entry.path, {
          path: entry.path,
          mode: `0${(file.mode & 0o777).toString(8).padStart(3, "0")}`,
          sha256: file.sha256,
          size: file.size,
          content: { kind: "package", path: file.path },
        });
    }
  }
  for (const { path, mode, from } of texts) {
    const text = "text" in from ? from.text : secrets.texts?.[from.secret];
    if (text === undefined) throw new Error(`${path}: its content was not handed over`);
    const content = { kind: "text", text } as const;
    placed.set(path, { path, mode, sha256: sha256(text), size: Buffer.byteLength(text), content });
  }
  return [...placed.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

type FileEntry = Extract<PackageEntry, { kind: "file" }>;

function target(entry: PackageEntry, entries: PackageFiles["entries"]): FileEntry | undefined {
  const seen = new Set<string>();
  let at: PackageEntry | undefined = entry;
  while (at?.kind === "link" && !seen.has(at.path)) {
    seen.add(at.path);
    at = entries.get(posix.normalize(posix.join(posix.dirname(at.path), at.target)));
  }
  return at?.kind === "file" ? at : undefined;
}
