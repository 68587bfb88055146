import { quote } from "../../hosts/ssh/quote.js";
import type { Canary } from "./canary.js";

/** What came of the search in one place of one machine. */
export interface Looked {
  readonly place: string;
  readonly machine: string;
  /** Files that were read, and their bytes together. */
  readonly files: number;
  readonly bytes: number;
  /** Secrets that were found, and in which file. */
  readonly found: readonly { readonly canary: Canary; readonly file: string }[];
  /** Whether the search found the marker that it had put beside the place: it works. */
  readonly marked: boolean;
}

/** Put beside every place, and looked for like a secret. */
const marker = "canary-marker-of-the-search-itself";

/**
 * POSIX shell for `sh -s` (GNU find and grep) that looks for secrets and prints what it found, which is for the caller
 * alone. Secrets are in no argument and in no file: grep has them from a here-document. `steps` are shell lines that may
 * use `$work`, a folder that is removed at the end, and
 *
 *     search PLACE MACHINE PATH…
 *
 * which looks through folders and files. A path that is not there counts as nothing looked at.
 */
export function searchScript(canaries: readonly Canary[], steps: readonly string[]): string {
  const words = [marker, ...new Set(canaries.flatMap((canary) => canary.words))];
  return [
    "set -u",
    "export LC_ALL=C",
    "work=$(mktemp -d) || exit 1",
    `trap 'rm -rf "$work"' EXIT`,
    `printf '%s\\n' ${quote(marker)} >"$work/marker"`,
    "search() {",
    `  place=$1 machine=$2; shift 2`,
    `  printf 'looked\\t%s\\t%s\\t%s\\n' "$place" "$machine" "$(find -H "$@" -type f -printf '%s\\n' 2>/dev/null | awk '{ files++; bytes += $1 } END { printf "%d\\t%d", files, bytes }')"`,
    `  grep -rasHoF -f /dev/fd/3 -- "$@" "$work/marker" 3<<'WORDS' | sort -u | while IFS= read -r line; do printf 'found\\t%s\\t%s\\t%s\\n' "$place" "$machine" "$line"; done`,
    ...words,
    "WORDS",
    "}",
    ...steps,
    "",
  ].join("\n");
}

/** A `search` line; paths are quoted. */
export function searchStep(place: string, machine: string, paths: readonly string[]): string {
  return ["search", place, machine, ...paths].map(quote).join(" ");
}

/** Reads what {@link searchScript} printed, in its order. @throws Error on a line of another shape */
export function parseSearch(canaries: readonly Canary[], printed: string): Looked[] {
  const owner = new Map(canaries.flatMap((canary) => canary.words.map((word) => [word, canary] as const)));
  const all: { -readonly [Key in keyof Looked]: Looked[Key] }[] = [];
  for (const line of printed.split("\n").filter((one) => one !== "")) {
    const [word, place = "", machine = "", ...rest] = line.split("\t");
    const last = all.at(-1);
    if (word === "looked") {
      const [files, bytes] = rest.map(Number);
      all.push({ place, machine, files: files ?? 0, bytes: bytes ?? 0, found: [], marked: false });
    } else if (word === "found" && last?.place === place && last.machine === machine) {
      const text = rest.join("\t");
      const colon = text.lastIndexOf(":");
      const [file, secret] = [text.slice(0, colon), text.slice(colon + 1)];
      const canary = owner.get(secret);
      if (secret === marker) last.marked = true;
      else if (canary && !last.found.some((one) => one.canary === canary && one.file === file))
        last.found = [...last.found, { canary, file }];
    } else throw new Error("the search printed a line that is none of its own");
  }
  return all;
}
