import { currentLab } from "../lab/lab.js";
import { thirteen } from "../lab/names.js";
import { inParallel } from "../lab/parallel.js";
import { acceptedLogins } from "../lab/status.js";
import { TreeWatch, type Usage } from "./processes.js";

/** One run of one operation by one contender. */
export interface Measurement extends Usage {
  /** `consortium`, `shell`, … */
  readonly contender: string;
  /** `first up`, `no-op up`, … */
  readonly operation: string;
  /** Counted from 1. */
  readonly run: number;
  /** Wall clock. */
  readonly seconds: number;
  /** SSH logins that all servers accepted meanwhile, and the most that one of them did. */
  readonly logins: number;
  readonly mostLogins: number;
}

const lab = currentLab();

async function loginsByHost(): Promise<number[]> {
  return inParallel(4, thirteen, (host) => acceptedLogins(lab, host));
}

/** Measures what the programs that `work` starts use until it is done. */
export async function measure(
  what: Pick<Measurement, "contender" | "operation" | "run">,
  work: () => Promise<unknown>,
): Promise<Measurement> {
  const before = await loginsByHost();
  const watch = new TreeWatch(process.pid);
  const begun = performance.now();
  const seconds = await work()
    .then(() => (performance.now() - begun) / 1000)
    .finally(() => watch.stop());
  const usage = watch.usage;
  const after = await loginsByHost();
  const counts = after.map((count, nth) => count - (before[nth] ?? 0));
  const measurement = {
    ...what,
    seconds,
    ...usage,
    logins: counts.reduce((sum, count) => sum + count, 0),
    mostLogins: Math.max(...counts),
  };
  console.log(
    `${what.contender.padEnd(12)} ${what.operation.padEnd(18)} run ${what.run}  ${seconds.toFixed(1).padStart(6)} s  ` +
      `${usage.cpuSeconds.toFixed(1)} CPU s  ${usage.peakMiB.toFixed(0)} MiB  ${measurement.logins} logins`,
  );
  return measurement;
}
