import { posix } from "node:path";
import type { Finding } from "../../../config/findings.js";
import { sha256 } from "../../sha256.js";
import { fileFinding } from "./findings.js";
import type { PackageEntry, PackageFiles } from "./types.js";

/** A file of a directory or tar before anybody has judged it. */
export interface FoundEntry {
  /** As the tar or the directory says it. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link" | "device" | "fifo" | "other";
  /** Permission bits with set-id bits. */
  readonly mode: number;
  /** Bytes; 0 where there is no content. */
  readonly size: number;
  /** Of the content, where there is one. */
  readonly sha256: string;
  /** Target of a symbolic link as written. */
  readonly target: string;
}

/** The entries of a package that may be placed on a server, or why some may not. */
export interface JudgedEntries {
  /** The leading folder that every path had and no entry has any more; empty when there is none. */
  readonly root: string;
  readonly entries: ReadonlyMap<string, PackageEntry>;
  /** All of them by the paths that they were found at, also what stands beside the leading folder. */
  readonly found: readonly PackageEntry[];
  readonly findings: readonly Finding[];
}

/** Names of the compose file of a folder; the first that is there counts (compose-go, cli, DefaultFileNames). */
export const composeFileNames = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
] as const;

/** Judges what a directory or tar holds: nothing of it may reach outside the folder it is unpacked in. */
export function judgeEntries(found: readonly FoundEntry[]): JudgedEntries {
  const findings: Finding[] = [];
  const kept = new Map<string, PackageEntry>();
  for (const one of found) {
    const path = posix.normalize(one.path).replace(/\/$/, "");
    if (path === "." || path === "") continue;
    const problem = problemOf(one, path) ?? (kept.has(path) ? again : undefined);
    if (problem) findings.push(fileFinding("package-file", showPath(one.path), problem));
    else kept.set(path, entryOf(one, path));
  }
  for (const path of kept.keys()) {
    const above = parents(path).find((parent) => kept.has(parent) && kept.get(parent)?.kind !== "directory");
    if (above === undefined) continue;
    findings.push(
      fileFinding("package-file", path, {
        message: "lies below something that is no folder",
        found: `${above} is a ${kept.get(above)?.kind}`,
        remedy: "ask the vendor for a sound package: unpacking it would write elsewhere",
      }),
    );
  }
  const root = leadingFolder([...kept.keys()]);
  const entries = [...kept.values()]
    .filter(({ path }) => root === "" || path.startsWith(`${root}/`))
    .map((entry) => ({ ...entry, path: root === "" ? entry.path : entry.path.slice(root.length + 1) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    root,
    entries: new Map(entries.map((entry) => [entry.path, entry])),
    found: [...kept.values()],
    findings,
  };
}

const again = {
  message: "stands twice in the package",
  remedy: "ask the vendor for a sound package: which of the two counts depends on who unpacks it",
};

function entryOf({ kind, mode, size, sha256, target }: FoundEntry, path: string): PackageEntry {
  if (kind === "link") return { kind, path, target };
  if (kind === "directory") return { kind, path, mode: mode & 0o777 };
  return { kind: "file", path, mode: mode & 0o777, size, sha256 };
}

function problemOf({ path, kind, mode, target }: FoundEntry, normal: string) {
  const remedy = "take it out of the package, or ask the vendor for a sound one";
  if (path.startsWith("/"))
    return { message: "is an absolute path", found: path, allowed: "a path inside the package", remedy };
  if (path.split("/").includes(".."))
    return {
      message: "leaves the package by `..`",
      found: path,
      allowed: "a path inside the package",
      remedy,
    };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f\ufffd]/.test(path))
    return { message: "has a name with control characters, or one that is not UTF-8", remedy };
  if (kind === "device" || kind === "fifo" || kind === "other")
    return {
      message: `is a ${kind === "other" ? "special file" : kind}`,
      allowed: "files, folders and links",
      remedy,
    };
  if (kind === "file" && (mode & 0o6000) !== 0)
    return { message: "runs as another user (set-user-id or set-group-id)", found: octal(mode), remedy };
  if (kind === "link" && targetOf(normal, target) === undefined)
    return {
      message: "is a link that leaves the package",
      found: target,
      allowed: "a target inside the package",
      remedy,
    };
  return undefined;
}

/** Path that a link at `path` points to; nothing when that is not in the package. */
function targetOf(path: string, target: string): string | undefined {
  if (target.startsWith("/") || target === "") return undefined;
  const resolved = posix.normalize(posix.join(posix.dirname(path), target)).replace(/\/$/, "");
  return resolved === ".." || resolved.startsWith("../") ? undefined : resolved;
}

/**
 * The one folder around the whole package: the only one at the top, with services' folders in it. What macOS writes
 * beside files (`._name`) does not count.
 */
function leadingFolder(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => path.split("/")[0] ?? "").filter((top) => !top.startsWith("._")));
  const [only] = tops;
  if (only === undefined || tops.size > 1) return "";
  const holdsServices = paths.some((path) => {
    const [, folder, file, ...deeper] = path.split("/");
    return folder !== undefined && deeper.length === 0 && composeFileNames.some((name) => name === file);
  });
  return holdsServices ? only : "";
}

/**
 * Checksum of a listing, the same on every machine. For a directory it is what this prints, run in it:
 * `{ find . -type f -exec sha256sum {} +; find . -type f -perm /111 -printf 'executable  %p\n'; find . -type l -printf
 * 'link to %l  %p\n'; } | LC_ALL=C sort | sha256sum`
 */
export function listingDigest(entries: Iterable<PackageEntry>): string {
  const lines = [...entries].flatMap((entry): string[] => {
    const path = `./${entry.path}`;
    if (entry.kind === "directory") return [];
    if (entry.kind === "link") return [`link to ${entry.target}  ${path}`];
    // sha256sum marks a line whose name it had to escape.
    const named = path.includes("\\")
      ? `\\${entry.sha256}  ${path.replaceAll("\\", "\\\\")}`
      : `${entry.sha256}  ${path}`;
    return (entry.mode & 0o111) === 0 ? [named] : [named, `executable  ${path}`];
  });
  const sorted = lines.map((line) => Buffer.from(`${line}\n`)).sort(Buffer.compare);
  return sha256(Buffer.concat(sorted));
}

/** The entry at a path, links followed; nothing when there is none. */
export function entryAt(files: Pick<PackageFiles, "entries">, path: string): PackageEntry | undefined {
  const followed = follow(files, path);
  return followed === undefined ? undefined : files.entries.get(followed);
}

/** Where a path leads, links followed; nothing when they go round in circles. */
function follow({ entries }: Pick<PackageFiles, "entries">, path: string): string | undefined {
  let at = posix.normalize(path).replace(/\/$/, "");
  for (let hops = 0; hops < 20; hops++) {
    const link = [...parents(at).reverse(), at]
      .map((one) => entries.get(one))
      .find((entry) => entry?.kind === "link");
    if (link?.kind !== "link") return at;
    const target = targetOf(link.path, link.target);
    if (target === undefined) return undefined;
    at = posix.normalize(target + at.slice(link.path.length));
  }
  return undefined;
}

/**
 * What lies at a path of the package and below it, links followed: each with the path that who looks there sees. What a
 * linked folder holds stands below the link; a link that leads nowhere, or back into a folder around it, holds nothing.
 */
export function entriesBelow(files: Pick<PackageFiles, "entries">, path: string): PackageEntry[] {
  const look = (at: string, around: readonly string[]): PackageEntry[] => {
    const real = follow(files, at);
    if (real === undefined || around.includes(real)) return [];
    const entry = files.entries.get(real);
    const own = entry === undefined ? [] : [{ ...entry, path: at }];
    if (entry?.kind === "file") return own;
    const inside = namesIn(files, real).flatMap((name) => look(posix.join(at, name), [...around, real]));
    return [...own, ...inside];
  };
  return look(posix.normalize(path), []).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names in a folder of the package. */
function namesIn({ entries }: Pick<PackageFiles, "entries">, folder: string): string[] {
  const prefix = folder === "." ? "" : `${folder}/`;
  const below = [...entries.keys()].filter((path) => path.startsWith(prefix));
  return [...new Set(below.map((path) => path.slice(prefix.length).split("/")[0] ?? ""))];
}

/** Files that hold a folder's place in an archive or a repository and are nobody's content. */
const placeholders = [".gitkeep", ".keep", ".gitignore"];

/** Whether a path of the package has content: a file, or a folder with more in it than placeholders. */
export function hasContent(files: Pick<PackageFiles, "entries">, path: string): boolean {
  if (entryAt(files, path)?.kind === "file") return true;
  return entriesBelow(files, path).some(
    ({ kind, path: file }) => kind === "file" && !placeholders.includes(posix.basename(file)),
  );
}

/** Folders above a path, the nearest first. */
function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
}

function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}

const showPath = (path: string) => JSON.stringify(path).slice(1, -1);
