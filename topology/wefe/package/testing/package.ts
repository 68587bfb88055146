import { sha256 } from "../../../sha256.js";
import { entryAt, judgeEntries, listingDigest } from "../entries.js";
import type { PackageFiles } from "../types.js";

/** A package in memory: texts by path; `null` is an empty folder, `{ link }` a symbolic link. */
export function packageOf(
  contents: Readonly<Record<string, string | null | { readonly link: string }>>,
): PackageFiles {
  const { entries, found, findings } = judgeEntries(
    Object.entries(contents).map(([path, content]) => ({
      path,
      kind: content === null ? "directory" : typeof content === "string" ? "file" : "link",
      mode: 0o644,
      size: typeof content === "string" ? Buffer.byteLength(content) : 0,
      sha256: typeof content === "string" ? sha256(content) : "",
      target: content !== null && typeof content !== "string" ? content.link : "",
    })),
  );
  if (findings.length > 0)
    throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return {
    entries,
    digest: listingDigest(found),
    text(path) {
      const entry = entryAt({ entries }, path);
      const content = entry?.kind === "file" ? contents[entry.path] : undefined;
      return typeof content === "string" ? content : undefined;
    },
  };
}
