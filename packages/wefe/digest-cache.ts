import { mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** Where checksums of packages are kept, relative to the project. */
export const digestCacheFile = join(".cache", "digests.json");

/** What is hashed of a file: its content, or of a tar its content and then that of each member. */
export type Hashed = "file" | "tar";

/** Who may know a file's checksums without reading it. */
export interface KnownDigests {
  /** Checksums in hexadecimal of a file as it is now: what is known of it, else what `hash` reads. */
  of(path: string, what: Hashed, hash: () => Promise<readonly string[]>): Promise<readonly string[]>;
}

/** Knows nothing: every file is read. */
export const nothingKnown: KnownDigests = { of: (_path, _what, hash) => hash() };

/** What tells a file that was read from one that was changed or replaced since. */
const entry = z.strictObject({
  size: z.string(),
  /** Since 1970, in ns. */
  mtimeNs: z.string(),
  /** The same of the last change of anything of it: `cp -p` and `touch -r` set the other back. */
  ctimeNs: z.string(),
  inode: z.string(),
  digests: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
type Entry = z.infer<typeof entry>;

/** By what was hashed and the file's real path. */
const content = z.strictObject({ version: z.literal(1), files: z.record(z.string(), entry) });

/**
 * A file that changed less than this before it was read may be changed again within the same tick of its file system's
 * clock: 2 s is FAT's, the coarsest.
 */
const settledMs = 2000;

/**
 * Checksums of files that were read before, kept in a file: packages are gigabytes, and every preview asks for theirs. A
 * file that was changed or replaced is read again. Losing the cache costs time and nothing else: one that cannot be read
 * is as none, one that cannot be written is left as it was.
 */
export class DigestCache implements KnownDigests {
  readonly #file: string;
  readonly #now: () => number;
  readonly #entries: Readonly<Record<string, Entry>>;
  readonly #read: Record<string, Entry> = {};

  private constructor(file: string, entries: Readonly<Record<string, Entry>>, now: () => number) {
    this.#file = file;
    this.#entries = entries;
    this.#now = now;
  }

  /**
   * Lends the cache that stands in a file, and writes back what was read meanwhile.
   * @param now the time in ms since 1970
   */
  static async during<T>(
    file: string,
    work: (known: KnownDigests) => Promise<T>,
    now: () => number = Date.now,
  ): Promise<T> {
    const cache = new DigestCache(file, await entriesIn(file), now);
    try {
      return await work(cache);
    } finally {
      await cache.#write();
    }
  }

  async of(path: string, what: Hashed, hash: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const key = `${what} ${await realpath(path)}`;
    const before = await stateOf(path);
    const known = this.#read[key] ?? this.#entries[key];
    if (known && same(known, before)) return known.digests;
    const begunMs = this.#now();
    const digests = await hash();
    const settled = begunMs - Number(BigInt(before.ctimeNs) / 1_000_000n) > settledMs;
    if (settled && same(before, await stateOf(path))) this.#read[key] = { ...before, digests: [...digests] };
    return digests;
  }

  async #write(): Promise<void> {
    if (Object.keys(this.#read).length === 0) return;
    try {
      // Another run may have written meanwhile.
      const files = await onlyThere({ ...(await entriesIn(this.#file)), ...this.#read });
      await mkdir(dirname(this.#file), { recursive: true });
      const partial = `${this.#file}.${process.pid}.partial`;
      await writeFile(partial, JSON.stringify({ version: 1, files } satisfies z.infer<typeof content>));
      await rename(partial, this.#file);
    } catch {
      // A folder that cannot be written: the next run reads the files again.
    }
  }
}

/** Entries of files that are still there. */
async function onlyThere(entries: Readonly<Record<string, Entry>>): Promise<Record<string, Entry>> {
  const there = await Promise.all(
    Object.entries(entries).map(async (one) => {
      const path = one[0].slice(one[0].indexOf(" ") + 1);
      return (await stat(path).then(
        () => true,
        () => false,
      ))
        ? [one]
        : [];
    }),
  );
  return Object.fromEntries(there.flat());
}

async function entriesIn(file: string): Promise<Record<string, Entry>> {
  try {
    return content.parse(JSON.parse(await readFile(file, "utf8"))).files;
  } catch {
    return {};
  }
}

async function stateOf(path: string): Promise<Omit<Entry, "digests">> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(path, { bigint: true });
  return { size: `${size}`, mtimeNs: `${mtimeNs}`, ctimeNs: `${ctimeNs}`, inode: `${ino}` };
}

function same(one: Omit<Entry, "digests">, other: Omit<Entry, "digests">): boolean {
  return (["size", "mtimeNs", "ctimeNs", "inode"] as const).every((key) => one[key] === other[key]);
}
