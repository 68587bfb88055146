import { readdir, readFile } from "node:fs/promises";

/** What all processes below one used. */
export interface Usage {
  /** Highest sum of resident memory seen, MiB; pages that processes share count for each. */
  readonly peakMiB: number;
  /** Highest number of processes at once. */
  readonly processes: number;
  /** Processor time, seconds: of the living, and of those that ended and were waited for by their parent. */
  readonly cpuSeconds: number;
}

/** Between two looks. The looking itself must cost nothing that shows: it reads the whole process table. */
const milliseconds = 500;
/** Linux counts processor time in these (sysconf _SC_CLK_TCK), on every architecture that Docker runs on. */
const ticksPerSecond = 100;
const pageMiB = 4096 / 1024 ** 2;

/** Watches all processes below one until it is stopped; that one itself does not count. */
export class TreeWatch {
  readonly #root: number;
  readonly #timer: NodeJS.Timeout;
  readonly #first: Promise<void>;
  #ticksBefore = 0;
  #ticks = 0;
  #peakMiB = 0;
  #processes = 0;

  constructor(root: number) {
    this.#root = root;
    this.#first = this.#look().then(() => {
      this.#ticksBefore = this.#ticks;
    });
    this.#timer = setInterval(() => void this.#look(), milliseconds);
  }

  /** Looks a last time and ends the watch. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#first;
    await this.#look();
  }

  /** What was seen so far. */
  get usage(): Usage {
    return {
      peakMiB: this.#peakMiB,
      processes: this.#processes,
      cpuSeconds: (this.#ticks - this.#ticksBefore) / ticksPerSecond,
    };
  }

  async #look(): Promise<void> {
    const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
    const all = (await Promise.all(pids.map(readProcess))).filter((one) => one !== undefined);
    const tree = below(this.#root, all);
    const children = tree.filter(({ pid }) => pid !== this.#root);
    // What has left the tree, a process whose parent ended first, is still in the highest sum.
    this.#ticks = Math.max(this.#ticks, ticksBelow(this.#root, tree));
    this.#peakMiB = Math.max(
      this.#peakMiB,
      children.reduce((sum, { pages }) => sum + pages * pageMiB, 0),
    );
    this.#processes = Math.max(this.#processes, children.length);
  }
}

/** Processor time of everything below a process: of the living, and of the ended that a member of the tree waited for. */
export function ticksBelow(root: number, tree: readonly Process[]): number {
  return tree.reduce((sum, { pid, ticks, waitedTicks }) => sum + (pid === root ? 0 : ticks) + waitedTicks, 0);
}

/** A line of the process table. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Own processor time. */
  readonly ticks: number;
  /** That of its ended children, and theirs, that it waited for. */
  readonly waitedTicks: number;
  readonly pages: number;
}

/** A process and all its descendants. */
export function below(root: number, all: readonly Process[]): Process[] {
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

async function readProcess(pid: string): Promise<Process | undefined> {
  return parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
}

/** Reads `/proc/<pid>/stat`; a program's name may hold spaces and brackets. */
export function parseStat(text: string): Process | undefined {
  const end = text.lastIndexOf(")");
  if (end === -1) return undefined;
  const fields = text.slice(end + 2).split(" ");
  // Fields 4, 14 to 17 and 24 of proc(5), counted from the third.
  const field = (number: number) => Number(fields[number - 3]);
  const pages = field(24);
  if (Number.isNaN(pages)) return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parent: field(4),
    ticks: field(14) + field(15),
    waitedTicks: field(16) + field(17),
    pages,
  };
}
