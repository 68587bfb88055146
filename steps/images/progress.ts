/** One line for people about a delivery; the engine shows it while the step runs. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `71.9 MiB in 4.6 s`. */
export function amount(bytes: number, startedAtMs: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`;
}
