import { byName } from "./names.js";
import { highest } from "./quorum/heights.js";
import type { Heights } from "./quorum/rules.js";

/** Block heights by service and channel. */
export type HeightsByService = Readonly<Record<string, Heights>>;

/** The higher of both for every service and channel. */
export function higherOf(one: HeightsByService, other: HeightsByService): HeightsByService {
  const services = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(services.map((name) => [name, highest(one[name] ?? {}, other[name] ?? {})]));
}

/** A ledger then and now. */
export interface HeightKept {
  readonly service: string;
  readonly channel: string;
  readonly before: number;
  /** Undefined when it could not be read. */
  readonly now?: number;
  readonly kept: boolean;
}

/** Every height that was recorded beside what is there now, in order of service and channel. */
export function heightsKept(before: HeightsByService, now: HeightsByService): HeightKept[] {
  return Object.entries(before)
    .sort(([a], [b]) => byName(a, b))
    .flatMap(([service, channels]) =>
      Object.entries(channels)
        .sort(([a], [b]) => byName(a, b))
        .map(([channel, height]): HeightKept => {
          const seen = now[service]?.[channel];
          return {
            service,
            channel,
            before: height,
            ...(seen === undefined ? {} : { now: seen }),
            kept: seen !== undefined && seen >= height,
          };
        }),
    );
}
