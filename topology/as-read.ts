/**
 * Values in the form in which the official docker plugin reads them back from Docker. It compares text: a value in any
 * other form looks changed, and the container would be replaced by every `up`.
 */

const nano = 1e9;

/** Thousandths of a processor that are tried before a figure is given up; 20 are enough for every figure. */
const triedThousandths = 100;

/**
 * Processors as text: `1.0`, `0.25`, `10.`. The plugin reads some figures back as others (0.05 as `0.1`): of those
 * the next thousandth is taken that it reads back as it was written.
 * Source: terraform-provider-docker v4.5.0, internal/provider/helpers.go, nanoInt64ToDecimalString.
 * @param cpus more than 0
 */
export function cpusText(cpus: number): string {
  const first = Math.round(cpus * nano);
  const next = Math.ceil(cpus * 1000) * 1e6;
  const figures = [first, ...Array.from({ length: triedThousandths }, (_, i) => next + i * 1e6)];
  const stable = figures.find(
    (figure) => figure >= first && Math.round(Number(readBack(figure)) * nano) === figure,
  );
  if (stable === undefined)
    throw new Error(`${cpus} processors cannot be written so that Docker's plugin reads them back`);
  return readBack(stable);
}

/** Nine decimals; nine zeros among all digits leave one decimal, else the last zeros go. */
function readBack(nanoCpus: number): string {
  const text = (nanoCpus / nano).toFixed(9);
  const zeros = text.split("0").length - 1;
  return zeros === 9 ? (nanoCpus / nano).toFixed(1) : text.replace(/0+$/, "");
}

/** Names of capabilities: Docker writes `CAP_` before them, except for `ALL`. */
export function capabilityNames(names: readonly string[]): string[] {
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (/^(ALL$|CAP_)/.test(name) ? name : `CAP_${name}`));
  return [...new Set(full)];
}
