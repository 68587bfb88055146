import { sha256 } from "../../../topology/sha256.js";
import { entriesBelow, entryAt } from "../../../topology/wefe/package/entries.js";
import type { PackageFiles } from "../../../topology/wefe/package/types.js";
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
 * the place of its own. A link of the package is placed as what it points to, a file or a folder with all below it.
 * @throws Error for a source without a file, or a secret that was not handed over
 */
export function filesOf(
  { sources, texts }: Pick<PlaceFilesSpec, "sources" | "texts">,
  files: Pick<PackageFiles, "entries">,
  secrets: PlaceFilesSecrets,
): PlacedFile[] {
  const placed = new Map<string, PlacedFile>();
  for (const source of sources) {
    const below = entriesBelow(files, source).filter((entry) => entry.kind === "file");
    if (below.length === 0) throw new Error(`the package has no file at ${source}`);
    for (const { path, mode, sha256, size } of below)
      placed.set(path, {
        path,
        mode: `0${(mode & 0o777).toString(8).padStart(3, "0")}`,
        sha256,
        size,
        content: { kind: "package", path: entryAt(files, path)?.path ?? path },
      });
  }
  for (const { path, mode, from } of texts) {
    const text = "text" in from ? from.text : secrets.texts?.[from.secret];
    if (text === undefined) throw new Error(`${path}: its content was not handed over`);
    const content = { kind: "text", text } as const;
    placed.set(path, { path, mode, sha256: sha256(text), size: Buffer.byteLength(text), content });
  }
  return [...placed.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
