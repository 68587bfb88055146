import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import type { Host } from "../../../hosts/host.js";
import { asRoot, outputOf } from "../../../hosts/shell.js";
import { dial, type Link } from "../../../hosts/ssh/index.js";
import { DigestCache, digestCacheFile } from "../../../packages/wefe/digest-cache.js";
import { type ReadPackage, readPackage } from "../../../packages/wefe/read-package.js";
import { sha256 } from "../../../topology/sha256.js";
import { amount, progress } from "../../images/progress.js";
import type { Step } from "../../step.js";
import { filesOf, type PlacedFile } from "./files.js";
import { compareCommand, parseCompared, removeCommand, stampText, unpackCommand } from "./scripts.js";
import type { PlaceFilesSecrets, PlaceFilesSpec, RemoveFilesSpec } from "./specs.js";

/** Places a vendor's files and our texts on one server. See {@link PlaceFilesSpec}. */
export const placeFiles: Step<PlaceFilesSpec, PlaceFilesSecrets> = {
  async run(spec, secrets) {
    // The step runs in the project's folder, as the program does.
    const reading = await DigestCache.during(digestCacheFile, (known) =>
      readPackage(spec.package.path, known),
    );
    if (!reading.ok)
      throw new Error(reading.findings.map(({ message, remedy }) => `${message}. ${remedy}`).join("\n"));
    if (reading.files.digest !== spec.package.sha256)
      throw new Error(
        `${spec.package.path} has changed since the preview: sha256 ${reading.files.digest}, planned is ${spec.package.sha256}`,
      );
    const link = await dial(spec.server.ssh);
    try {
      return await place(link, spec, reading.files, secrets);
    } finally {
      await link.close();
    }
  },
};

/**
 * The step on an open link.
 * @param base put before the stamp's path; "" on a server, a directory of its own in tests.
 * @returns what was done, and the run's own name for the stamp: what is removed later must be what this run placed
 * @throws Error that names the server and what was said there
 */
export async function place(
  link: Link,
  spec: PlaceFilesSpec,
  source: ReadPackage,
  secrets: PlaceFilesSecrets,
  base = "",
): Promise<PlacedRun & { readonly placed: number; readonly kept: number; readonly bytes: number }> {
  const files = filesOf(spec, source, secrets);
  const listing = files.map(({ mode, sha256, path }) => `${mode} ${sha256} ${path}\n`).join("");
  const comparing = compareCommand(spec, base);
  const compared = await ran(link, spec, comparing, listing, "comparing the placed files");
  const { differing, foreign } = parseCompared(compared);
  if (foreign.length > 0) throw new Error(foreignText(spec, foreign));
  const run = randomBytes(8).toString("hex");
  const sent = files.filter(({ path }) => differing.has(path));
  const bytes = sent.reduce((sum, { size }) => sum + size, 0);
  const started = Date.now();
  const archive = pack();
  const writing = write(archive, sent, source, stampText(spec, { digest: sha256(listing), run, files }));
  // A broken connection ends the command first; its error says more than the archive's.
  writing.catch(() => archive.destroy());
  await ran(link, spec, unpackCommand(spec, base), Readable.from(archive), "placing files");
  await writing;
  if (sent.length > 0)
    progress(`${spec.server.name}: ${sent.length} files under ${spec.root}, ${amount(bytes, started)}`);
  return { run, placed: sent.length, kept: files.length - sent.length, bytes };
}

/** What a run prints of itself, and its removal is told. */
interface PlacedRun {
  readonly run: string;
}

function foreignText({ stack, root, server }: PlaceFilesSpec, foreign: readonly string[]): string {
  return [
    `${server.name}: ${root} has files that stack ${stack} did not place and that differ from what it would place; nothing was changed:`,
    ...foreign.map((path) => `  ${root}/${path}`),
    `Another installation or another stack put them there. Stop what runs on them and keep them elsewhere, e.g. on ${server.name}: sudo mv ${root} ${root}.before`,
    "Then run pulumi up again.",
  ].join("\n");
}

/** Removes what the same resource's {@link placeFiles} has placed; what others put there stays. */
export const removeFiles: Step<RemoveFilesSpec> = {
  async run(spec) {
    const link = await dial(spec.server.ssh);
    try {
      const command = removeCommand(spec, runOf(process.env.PULUMI_COMMAND_STDOUT));
      const removed = await ran(link, spec, command, "", "removing the placed files");
      return removed.trim() === "kept" ? { kept: spec.root } : { removed: spec.root };
    } finally {
      await link.close();
    }
  },
};

/** The run that printed this; nothing for one of a release that told none. */
function runOf(printed: string | undefined): string | undefined {
  return printed ? (JSON.parse(printed) as Partial<PlacedRun>).run : undefined;
}

async function write(
  archive: Pack,
  files: readonly PlacedFile[],
  source: ReadPackage,
  stamp: string,
): Promise<void> {
  for (const { path, mode, size, content } of files) {
    const entry = archive.entry({ ...common, name: `files/${path}`, mode: Number.parseInt(mode, 8), size });
    await pipeline(content.kind === "text" ? [content.text] : source.content(content.path), entry);
  }
  archive.entry({ ...common, name: ".stamp", mode: 0o644 }, stamp);
  archive.finalize();
}

/** Who unpacks is root, and times do not matter: the same files make the same archive. */
const common = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) };

async function ran(
  link: Link,
  { server }: { readonly server: Host },
  command: string,
  stdin: string | Readable,
  what: string,
): Promise<string> {
  const result = await link.exec(asRoot(server.ssh.user, command), { stdin, timeoutSeconds: 3600 });
  return outputOf(server.name, what, result);
}
