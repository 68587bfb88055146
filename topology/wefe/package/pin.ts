import type { Finding } from "../../../config/findings.js";
import { packageFinding } from "./findings.js";

/** A package or archive of images as the stack names it. */
export interface Pinned {
  /** As the stack file writes it. */
  readonly path: string;
  readonly kind: "tar" | "directory";
  /** Checksum in hexadecimal that the stack pins; nothing where it pins none, which is told elsewhere. */
  readonly expected: string | undefined;
  /** Checksum in hexadecimal of what is there. */
  readonly found: string;
}

/** Whether what is there is what the stack pins; if not, what to do. */
export function pinFindings({ path, kind, expected, found }: Pinned): Finding[] {
  if (expected === undefined || found === expected.toLowerCase()) return [];
  const what = kind === "tar" ? "file" : "folder's listing";
  return [
    packageFinding("package-digest", {
      message: `${path} is not the one that the stack pins`,
      found: `the ${what} has sha256 ${found}`,
      allowed: expected,
      remedy: `get the one that was reviewed, or, once this one is, pin its checksum; it is printed by: ${digestCommand(path, kind)}`,
    }),
  ];
}

/** The shell command that prints the checksum to pin. */
export function digestCommand(path: string, kind: Pinned["kind"]): string {
  const quoted = `'${path.replaceAll("'", `'\\''`)}'`;
  if (kind === "tar") return `sha256sum ${quoted}`;
  const listing = [
    "find . -type f -exec sha256sum {} +",
    "find . -type f -perm /111 -printf 'executable  %p\\n'",
    "find . -type l -printf 'link to %l  %p\\n'",
  ];
  return `cd ${quoted} && { ${listing.join("; ")}; } | LC_ALL=C sort | sha256sum`;
}
