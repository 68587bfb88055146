import { posix } from "node:path";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { sha256 } from "../../../sha256.js";
import { entryAt, type FoundEntry, judgeEntries, listingDigest } from "../entries.js";
import type { PackageEntry, PackageFiles } from "../types.js";

/** A package in memory: texts by path; `null` is an empty folder, `{ link }` a symbolic link. */
export function packageOf(
  contents: Readonly<Record<string, string | null | { readonly link: string }>>,
): PackageFiles {
  const members = Object.entries(contents).map(
    ([path, content]): Member => ({
      path,
      kind: content === null ? "directory" : typeof content === "string" ? "file" : "link",
      mode: 0o644,
      content: Buffer.from(typeof content === "string" ? content : ""),
      target: content !== null && typeof content !== "string" ? content.link : "",
    }),
  );
  return filesOf(members, listingDigest);
}

/** A package as a tar in memory. */
export async function packageOfTar(tar: Buffer): Promise<PackageFiles> {
  const reader = extract();
  reader.end(tar);
  const members: Member[] = [];
  for await (const entry of reader) {
    const { name: path, type, mode = 0, linkname } = entry.header;
    const kind = type === "symlink" ? "link" : type === "directory" ? "directory" : "file";
    members.push({ path, kind, mode, content: await buffer(entry), target: linkname ?? "" });
  }
  return filesOf(members, () => sha256(tar));
}

interface Member extends Pick<FoundEntry, "path" | "kind" | "mode" | "target"> {
  /** Empty where there is none. */
  readonly content: Buffer;
}

function filesOf(
  members: readonly Member[],
  digestOf: (found: readonly PackageEntry[]) => string,
): PackageFiles {
  const { root, entries, found, findings } = judgeEntries(
    members.map(({ content, ...member }) => ({
      ...member,
      size: content.length,
      sha256: member.kind === "file" ? sha256(content) : "",
    })),
  );
  if (findings.length > 0)
    throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return {
    entries,
    digest: digestOf(found),
    text(path) {
      const entry = entryAt({ entries }, path);
      if (entry?.kind !== "file") return undefined;
      const at = posix.join(root, entry.path);
      return members.find((member) => posix.normalize(member.path) === at)?.content.toString();
    },
  };
}
