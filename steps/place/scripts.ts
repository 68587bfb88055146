import { quote } from "../../ssh/quote.js";
import { stampFolder } from "../../topology/drift/stamp.js";
import type { Placement } from "./specs.js";

/** A file as it should lie under the root. */
export interface WantedFile {
  /** Relative to the root. */
  readonly path: string;
  /** Octal, e.g. `0644`. */
  readonly mode: string;
  readonly sha256: string;
}

/** Name of the stamp of a placement. */
export function stampName({ name }: Pick<Placement, "name">): string {
  return `placed-${name}`;
}

/** The stamp's text: drift compares what it lists with what lies there. */
export function stampText({ root }: Placement, digest: string, files: readonly WantedFile[]): string {
  return [`script ${digest}`, ...files.map(({ path, sha256 }) => `file ${sha256} ${root}/${path}`), ""].join(
    "\n",
  );
}

/**
 * Command that reads `MODE SHA256 PATH` lines and prints the paths that are not so on the server. Root is not needed
 * to compare, but a file of mode 0600 is root's.
 */
export function compareCommand(placement: Placement): string {
  return [
    "set -eu",
    `cd ${quote(placement.root)} 2>/dev/null || { cut -d" " -f3-; exit 0; }`,
    'while read -r mode sum path; do seen=$(stat -c %04a -- "$path" 2>/dev/null || true)',
    `if [ "$seen" != "$mode" ] || [ "$(sha256sum -- "$path" | cut -c1-64)" != "$sum" ]; then printf '%s\\n' "$path"; fi`,
    "done",
  ].join("; ");
}

/**
 * Command that unpacks a tar from its standard input into a folder beside the root's content, checks it against the
 * stamp that comes with it, and only then moves each file to its place: a broken transfer changes nothing. What the
 * earlier stamp lists and the new one does not is removed.
 */
export function unpackCommand(placement: Placement, base = ""): string {
  const folder = stampFolder(placement.stack, base);
  const stamp = quote(`${folder}/${stampName(placement)}`);
  const root = quote(placement.root);
  return [
    "set -eu",
    "umask 022",
    `mkdir -p ${root} ${quote(folder)}`,
    `incoming=${root}/.incoming.$$`,
    `trap 'rm -rf "$incoming"' EXIT`,
    'mkdir -m 0700 "$incoming"',
    'tar -x -p --no-same-owner -f - -C "$incoming"',
    'new="$incoming/.stamp"',
    // Of the listed files those that came are checked; the others were compared before.
    `sed -n 's/^file //p' "$new" | while read -r sum path; do`,
    `  relative=\${path#${root}/}`,
    '  if [ -f "$incoming/files/$relative" ] && [ "$(sha256sum "$incoming/files/$relative" | cut -c1-64)" != "$sum" ]; then',
    '    echo "$relative arrived damaged" >&2; exit 1',
    "  fi",
    "done",
    `(cd "$incoming/files" && find . -type d) | while read -r d; do mkdir -p ${root}/"$d"; done`,
    `(cd "$incoming/files" && find . ! -type d) | while read -r f; do mv -f "$incoming/files/$f" ${root}/"$f"; done`,
    `if [ -f ${stamp} ]; then`,
    `  sed -n 's/^file [0-9a-f]* //p' "$new" | sort >"$incoming/.now"`,
    `  sed -n 's/^file [0-9a-f]* //p' ${stamp} | sort >"$incoming/.before"`,
    '  comm -13 "$incoming/.now" "$incoming/.before" | while read -r gone; do rm -f "$gone"; done',
    "fi",
    `mv -f "$new" ${stamp}`,
  ].join("\n");
}

/** Command that removes what a placement's stamp lists, then the stamp, and the folders that are empty afterwards. */
export function removeCommand(placement: Placement, base = ""): string {
  const stamp = quote(`${stampFolder(placement.stack, base)}/${stampName(placement)}`);
  const root = quote(placement.root);
  return [
    "set -eu",
    `[ -f ${stamp} ] || exit 0`,
    `sed -n 's/^file [0-9a-f]* //p' ${stamp} | while read -r path; do rm -f "$path"; done`,
    `[ ! -d ${root} ] || find ${root} -depth -type d -empty -exec rmdir {} \\;`,
    `rm -f ${stamp}`,
  ].join("\n");
}
