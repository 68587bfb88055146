import { readdir, readFile } from "node:fs/promises";

/** What all processes below one used. */
export interface Usage {
  /** Highest sum of resident memory seen, MiB; pages that processes share count for each. */
  readonly peakMiB: number;
  /** Highest number of processes at once. */
  readonly processes: number;
  /** Processor time, seconds; of a process that ends between two looks, what it had used at the last one. */
  readonly cpuSeconds: number;
}

/** Between two looks. */
const milliseconds = 100;
/** Linux counts processor time in these (sysconf _SC_CLK_TCK), on every architecture that Docker runs on. */
const ticksPerSecond = 100;
const pageMiB = 4096 / 1024 ** 2;

/** Watches all processes below one until it is stopped; that one itself does not count. */
export class TreeWatch {
  readonly #root: number;
  readonly #ticks = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  #peakMiB = 0;
  #processes = 0;

  constructor(root: number) {
    this.#root = root;
    this.#timer = setInterval(() => void this.#look(), milliseconds);
  }

  /** Ends the watch; what was seen stays. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** What was seen so far. */
  get usage(): Usage {
    const ticks = [...this.#ticks.values()].reduce((sum, one) => sum + one, 0);
    return { peakMiB: this.#peakMiB, processes: this.#processes, cpuSeconds: ticks / ticksPerSecond };
  }

  async #look(): Promise<void> {
    const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
    const all = (await Promise.all(pids.map(readProcess))).filter((one) => one !== undefined);
    const tree = below(this.#root, all).filter(({ pid }) => pid !== this.#root);
    for (const { pid, ticks } of tree) this.#ticks.set(pid, ticks);
    this.#peakMiB = Math.max(
      this.#peakMiB,
      tree.reduce((sum, { pages }) => sum + pages * pageMiB, 0),
    );
    this.#processes = Math.max(this.#processes, tree.length);
  }
}

/** A line of the process table. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
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
  // Fields 4, 14, 15 and 24 of proc(5), counted from the third.
  const [parent, user, system, pages] = [fields[1], fields[11], fields[12], fields[21]].map(Number);
  if (parent === undefined || user === undefined || system === undefined || pages === undefined)
    return undefined;
  return { pid: Number.parseInt(text, 10), parent, ticks: user + system, pages };
}
