import { quote } from "../../../hosts/ssh/quote.js";
import { stampFolder } from "../../../topology/drift/stamp.js";
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

/** What a run of the step leaves as its stamp. */
export interface PlacedStamp {
  /** Of everything that is placed. */
  readonly digest: string;
  /** Which run of the step wrote it, for {@link removeCommand}. */
  readonly run: string;
  readonly files: readonly WantedFile[];
}

/** The stamp's text: drift compares what it lists with what lies there. */
export function stampText({ root }: Placement, { digest, run, files }: PlacedStamp): string {
  return [
    `script ${digest}`,
    `run ${run}`,
    ...files.map(({ path, sha256 }) => `file ${sha256} ${root}/${path}`),
    "",
  ].join("\n");
}

/** What {@link compareCommand} found. */
export interface Compared {
  /** Paths that do not lie on the server as they should. */
  readonly differing: ReadonlySet<string>;
  /** Those of them where a file lies that the stack did not place. */
  readonly foreign: readonly string[];
}

/**
 * Command that reads `MODE SHA256 PATH` lines and prints those paths that are not so on the server, each with whose the
 * file is. Needs root: stamps are root's.
 */
export function compareCommand(placement: Placement, base = ""): string {
  const root = quote(placement.root);
  return [
    "set -eu",
    `cd ${root} 2>/dev/null || { sed 's/^[^ ]* [^ ]* /differs /'; exit 0; }`,
    `ours=$(sed -n 's/^file [0-9a-f]* //p' ${stampFile(placement, base)} 2>/dev/null || true)`,
    "while read -r mode sum path; do",
    '  seen=$(stat -c %04a -- "$path" 2>/dev/null || true)',
    '  if [ "$seen" = "$mode" ] && [ "$(sha256sum -- "$path" 2>/dev/null | cut -c1-64)" = "$sum" ]; then continue; fi',
    "  word=differs",
    // A folder holds nothing of others when it is empty; when it is not, it stops the move.
    '  if [ -L "$path" ] || { [ -e "$path" ] && [ ! -d "$path" ]; }; then',
    `    printf '%s\n' "$ours" | grep -qxF -- ${root}/"$path" || word=foreign`,
    "  fi",
    `  printf '%s %s\n' "$word" "$path"`,
    "done",
  ].join("\n");
}

/** Reads what {@link compareCommand} printed. */
export function parseCompared(printed: string): Compared {
  const lines = printed.split("\n").filter((line) => line !== "");
  const after = (line: string) => line.slice(line.indexOf(" ") + 1);
  return {
    differing: new Set(lines.map(after)),
    foreign: lines.filter((line) => line.startsWith("foreign ")).map(after),
  };
}

/**
 * Command that unpacks a tar from its standard input into a folder beside the root's content, checks it against the
 * stamp that comes with it, and only then moves each file to its place: a broken transfer changes nothing. What the
 * earlier stamp lists and the new one does not is removed. While files move the stamp lists the old and the new ones, so
 * that a run that is killed leaves nothing that the next one takes for somebody else's.
 */
export function unpackCommand(placement: Placement, base = ""): string {
  const stamp = stampFile(placement, base);
  const root = quote(placement.root);
  return [
    "set -eu",
    "umask 022",
    `mkdir -p ${root} ${quote(stampFolder(placement.stack, base))}`,
    `incoming=${root}/.incoming.$$`,
    `trap 'rm -rf "$incoming"' EXIT`,
    'mkdir -m 0700 "$incoming"',
    'tar -x -p --no-same-owner -f - -C "$incoming"',
    'mkdir -p "$incoming/files"',
    'new="$incoming/.stamp"',
    // Of the listed files those that came are checked; the others were compared before.
    `sed -n 's/^file //p' "$new" | while read -r sum path; do`,
    `  relative=\${path#${root}/}`,
    '  if [ -f "$incoming/files/$relative" ] && [ "$(sha256sum "$incoming/files/$relative" | cut -c1-64)" != "$sum" ]; then',
    '    echo "$relative arrived damaged" >&2; exit 1',
    "  fi",
    "done",
    // Renamed beside the stamp: the root may lie on another disk.
    `keep() { cp "$1" ${stamp}.$$; mv -f ${stamp}.$$ ${stamp}; }`,
    `if [ -f ${stamp} ]; then cat ${stamp} "$new"; else cat "$new"; fi | sed -n '/^file /p' >"$incoming/.both"`,
    'keep "$incoming/.both"',
    `(cd "$incoming/files" && find . -type d) | while read -r d; do mkdir -p ${root}/"$d"; done`,
    "find \"$incoming/files\" ! -type d -printf '%P\\n' | while read -r f; do",
    `  to=${root}/"$f"`,
    // Docker makes a folder where the source of a bind is missing.
    '  [ ! -d "$to" ] || rmdir "$to"',
    '  mv -fT "$incoming/files/$f" "$to"',
    "done",
    `sed -n 's/^file [0-9a-f]* //p' "$new" | sort -u >"$incoming/.now"`,
    `sed -n 's/^file [0-9a-f]* //p' ${stamp} | sort -u >"$incoming/.before"`,
    'comm -13 "$incoming/.now" "$incoming/.before" | while read -r gone; do rm -f "$gone"; done',
    'keep "$new"',
  ].join("\n");
}

/**
 * Command that removes what a placement's stamp lists, then the stamp, and the folders that are empty afterwards. A
 * stamp of another run stays with its files and is said to: a resource that is replaced is removed after its successor
 * has placed the files that containers run on.
 * @param run which run of the step made what is removed; nothing for one that did not tell.
 */
export function removeCommand(placement: Placement, run: string | undefined, base = ""): string {
  const stamp = stampFile(placement, base);
  const root = quote(placement.root);
  return [
    "set -eu",
    `[ -f ${stamp} ] || exit 0`,
    `by=$(sed -n 's/^run //p' ${stamp})`,
    `if [ -n "$by" ] && [ "$by" != ${quote(run ?? "")} ]; then echo kept; exit 0; fi`,
    `sed -n 's/^file [0-9a-f]* //p' ${stamp} | while read -r path; do rm -f "$path"; done`,
    `[ ! -d ${root} ] || find ${root} -depth -type d -empty -exec rmdir {} \\;`,
    `rm -f ${stamp}`,
  ].join("\n");
}

function stampFile(placement: Placement, base: string): string {
  return quote(`${stampFolder(placement.stack, base)}/${stampName(placement)}`);
}
