import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { attempt, run } from "../../hosts/process.js";
import { cached } from "../../ops/checkout.js";
import { sha256 } from "../../topology/sha256.js";
import { type Entry, folderEntries } from "./layer.js";

/** One package as apt offers it. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Packages it cannot be without; of alternatives the first. */
  readonly depends: readonly string[];
}

/**
 * Packages that a small image goes without: set-up of a whole system (users, questions, accounts) and small programs
 * that busybox brings.
 */
const unneeded = new Set([
  "adduser",
  "coreutils",
  "debconf",
  "dpkg",
  "init-system-helpers",
  "install-info",
  "iproute2",
  "lsb-base",
  "passwd",
  "perl",
  "perl-base",
  "sysvinit-utils",
  "tar",
]);

/** Parts of packages that no program loads at run time here. */
const dropped =
  /^\/(usr\/share\/(doc|doc-base|man|locale|lintian|bug|info|perl5|apport|readline|ufw)|etc\/(init\.d|logrotate\.d|logcheck|ufw|default|apparmor\.d)|(usr\/)?lib\/systemd|(usr\/)?lib\/[^/]+\/(gconv|audit))(\/|$)/;

/** Reads the answer of `apt-cache show --no-all-versions`. */
export function parsePackages(text: string): Package[] {
  return text
    .split(/\n\n+/)
    .map((stanza) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1] ?? "";
      const depends = [field("Pre-Depends"), field("Depends")]
        .flatMap((list) => list.split(","))
        .map((wish) => wish.split("|")[0]?.trim().split(/[ :(]/)[0] ?? "")
        .filter((name) => name !== "");
      return { name: field("Package"), version: field("Version"), depends };
    })
    .filter(({ name }) => name !== "");
}

/** The wanted packages and what they depend on, without what a small image does not need; sorted by name. */
export async function closure(
  wanted: readonly string[],
  show: (names: readonly string[]) => Promise<readonly Package[]>,
): Promise<Package[]> {
  const found = new Map<string, Package>();
  for (let next = [...wanted]; next.length > 0; ) {
    const packages = await show(next);
    for (const entry of packages) found.set(entry.name, entry);
    const missing = next.find((name) => !found.has(name));
    if (missing !== undefined) throw new Error(`apt offers no package ${missing}`);
    next = [...new Set(packages.flatMap(({ depends }) => depends))].filter(
      (name) => !found.has(name) && !unneeded.has(name),
    );
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Files of Debian packages, and the packages' versions. */
export interface DebianParts {
  readonly entries: readonly Entry[];
  /** Package name → version. */
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * Unpacks packages of this machine's release with all they depend on; apt checks what it downloads. Nothing is
 * installed on this machine and no script of a package runs. Where apt's lists are old or missing they are renewed once.
 * @param alone packages whose own dependencies are left out
 */
export async function debianParts(
  wanted: readonly string[],
  onLine: (line: string) => void,
  alone: readonly string[] = [],
): Promise<DebianParts> {
  try {
    return await unpacked(wanted, onLine, alone);
  } catch (error) {
    onLine(`${error instanceof Error ? error.message : String(error)}; trying again with new lists`);
    await run(["apt-get", "update"], { onLine, timeoutSeconds: 300 });
    return await unpacked(wanted, onLine, alone);
  }
}

async function unpacked(
  wanted: readonly string[],
  onLine: (line: string) => void,
  alone: readonly string[],
): Promise<DebianParts> {
  const packages = [...(await closure(wanted, show)), ...(alone.length === 0 ? [] : await show(alone))];
  const ids = packages.map(({ name, version }) => `${name}=${version}`);
  const folder = cached("images", "parts", `debian-${sha256(ids.join("\n")).slice(0, 12)}`);
  if (!(await stat(folder).catch(() => undefined))) await unpack(ids, folder, onLine);
  const entries = (await folderEntries("", folder)).filter(({ path }) => !dropped.test(path));
  return { entries, versions: new Map(packages.map(({ name, version }) => [name, version])) };
}

/**
 * The upstream part of a package's version.
 * @throws Error unless it begins with `line`, the line the image is made for
 */
export function requireLine(versions: ReadonlyMap<string, string>, name: string, line: string): void {
  const version = versions.get(name) ?? "none";
  if (!version.replace(/^\d+:/, "").startsWith(`${line}.`))
    throw new Error(
      `this machine's release has ${name} ${version}; the lab's image is made for ${line} (Debian 12)`,
    );
}

async function show(names: readonly string[]): Promise<Package[]> {
  const answer = await attempt(["apt-cache", "show", "--no-all-versions", ...names]);
  return parsePackages(answer.stdout);
}

async function unpack(ids: readonly string[], folder: string, onLine: (line: string) => void): Promise<void> {
  const archives = `${folder}.debs`;
  const partial = `${folder}.partial`;
  for (const path of [archives, partial]) {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
  }
  // Its own user may not write here; without one it says so and goes on.
  await run(["apt-get", "--option", "APT::Sandbox::User=root", "download", ...ids], {
    cwd: archives,
    onLine,
    timeoutSeconds: 600,
  });
  for (const name of (await readdir(archives)).sort())
    await run(["dpkg-deb", "--extract", join(archives, name), partial]);
  await rename(partial, folder);
  await rm(archives, { recursive: true, force: true });
}
