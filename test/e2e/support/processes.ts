import { readdir, readFile } from "node:fs/promises";
import { parseStat } from "../../../bench/processes.js";
import { docker } from "../../../lab/docker.js";
import { containerOf, currentLab } from "../../../lab/lab.js";
import { hostAbove } from "../../canary/process-tree.js";

/** The machine that the lab runs on: the operator's. */
export const operatorsMachine = "here";

/** Between two looks, in ms. */
const pauseMs = 300;

/**
 * Looks at every process of this machine, the lab hosts' included, several times a second, and keeps each command line
 * that it sees: an argument is seen by every user of a server.
 */
export class ProcessWatch {
  /** Host by the process id of its first process. */
  readonly #hosts: ReadonlyMap<number, string>;
  readonly #seen = new Map<string, Set<string>>();
  /** Processes with their command lines that were looked at already. */
  readonly #known = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  private constructor(hosts: ReadonlyMap<number, string>) {
    this.#hosts = hosts;
    this.#timer = setInterval(() => void this.#look(), pauseMs);
  }

  /** Starts watching lab hosts, which have to stay up meanwhile, and this machine. */
  static async start(hosts: readonly string[]): Promise<ProcessWatch> {
    const lab = currentLab();
    const pids = await docker([
      ...["inspect", "--format", "{{.State.Pid}}"],
      ...hosts.map((host) => containerOf(lab, host)),
    ]);
    return new ProcessWatch(
      new Map(
        pids
          .trim()
          .split("\n")
          .map((pid, nth) => [Number(pid), hosts[nth] ?? ""]),
      ),
    );
  }

  /** The command lines that were seen, their words apart by spaces, by host and for {@link operatorsMachine}. */
  stop(): ReadonlyMap<string, readonly string[]> {
    clearInterval(this.#timer);
    return new Map([...this.#seen].map(([machine, lines]) => [machine, [...lines]]));
  }

  async #look(): Promise<void> {
    // On a busy machine a look may take longer than the pause.
    if (this.#looking) return;
    this.#looking = true;
    const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number);
    for (const pid of pids) {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const known = `${pid} ${words}`;
      if (words === "" || this.#known.has(known)) continue;
      this.#known.add(known);
      const machine = hostAbove(pid, await parentsOf(pid), this.#hosts) ?? operatorsMachine;
      const lines = this.#seen.get(machine) ?? new Set();
      this.#seen.set(machine, lines.add(words.replaceAll("\0", " ").trim()));
    }
    this.#looking = false;
  }
}

/** Parents by process id, of a process and of all above it; fewer when one of them has ended. */
async function parentsOf(pid: number): Promise<ReadonlyMap<number, number>> {
  const parents = new Map<number, number>();
  for (let at = pid; at > 0 && !parents.has(at); ) {
    const process = parseStat(await readFile(`/proc/${at}/stat`, "utf8").catch(() => ""));
    if (!process) break;
    parents.set(at, process.parent);
    at = process.parent;
  }
  return parents;
}
