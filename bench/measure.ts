import { inParallel } from "../hosts/in-parallel.js";
import { currentLab } from "../lab/lab.js";
import { TreeWatch, type Usage } from "./processes.js";
import type { Measured } from "./schedule.js";
import { type SshUse, sshUse } from "./ssh-use.js";

/** One run of one operation by one contender. */
export interface Measurement extends Measured, Usage {
  /** Wall clock. */
  readonly seconds: number;
  /** SSH logins that all servers accepted meanwhile, and the most that one of them did. */
  readonly logins: number;
  readonly mostLogins: number;
  /** Bytes that went over SSH in both directions, all servers, and the most of one of them. */
  readonly bytes: number;
  readonly mostBytes: number;
}

const lab = currentLab();

/** Measures what the programs that `work` starts use until it is done, and what the hosts see of it. */
export async function measure(
  what: Measured,
  hosts: readonly string[],
  work: () => Promise<unknown>,
): Promise<Measurement> {
  const read = () => inParallel(4, hosts, (host) => sshUse(lab, host));
  const before = await read();
  const watch = new TreeWatch(process.pid);
  const begun = performance.now();
  const seconds = await work()
    .then(() => (performance.now() - begun) / 1000)
    .finally(() => watch.stop());
  return { ...what, seconds, ...watch.usage, ...grownBy(before, await read()) };
}

/** What came on top between two readings, host by host in the same order. */
export function grownBy(
  before: readonly SshUse[],
  after: readonly SshUse[],
): Pick<Measurement, "logins" | "mostLogins" | "bytes" | "mostBytes"> {
  const logins = after.map((one, nth) => one.logins - (before[nth]?.logins ?? 0));
  const bytes = after.map((one, nth) => one.bytes - (before[nth]?.bytes ?? 0));
  return {
    logins: sum(logins),
    mostLogins: Math.max(...logins),
    bytes: sum(bytes),
    mostBytes: Math.max(...bytes),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A line for the terminal. */
export function lineOf(one: Measurement): string {
  return (
    `${String(one.servers).padStart(2)} servers  ${one.contender.padEnd(10)} ${one.operation.padEnd(29)} run ${one.run}  ` +
    `${one.seconds.toFixed(1).padStart(6)} s  ${one.cpuSeconds.toFixed(1)} CPU s  ${one.peakMiB.toFixed(0)} MiB  ` +
    `${one.logins} logins  ${(one.bytes / 1000).toFixed(0)} kB`
  );
}
