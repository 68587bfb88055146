/** Sizes and times as Docker and Go write them; those of our own configuration are in config/units.ts. */

const sizes: Readonly<Record<string, number>> = {
  "": 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** Bytes of `512m`, `1.5GB`, `1073741824` (docker/go-units, RAMInBytes: units are binary); nothing if it is no size. */
export function dockerBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])i?)?b?$/i.exec(text.trim());
  if (!match) return undefined;
  return Math.floor(Number(match[1]) * (sizes[(match[2] ?? "").toLowerCase()] ?? 1));
}

const times: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** Seconds of `1m30s`, `500ms`, `2h` (Compose specification, durations); nothing if it is no time. */
export function composeSeconds(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w)/g)];
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (times[unit ?? ""] ?? 0), 0);
  return Number(seconds.toFixed(9));
}
