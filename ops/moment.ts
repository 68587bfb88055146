import { InvalidArgumentError, Option } from "commander";
import { parseTime } from "../config/units.js";

const day = 86_400_000;

/**
 * A point in time as people write it: an age with its unit (`90s`, `10m`, `24h`, `7d`) or a date (`2025-06-01`,
 * `2025-06-01T12:00:00Z`). `undefined` when it is neither.
 */
export function parseMoment(text: string, now: Date): Date | undefined {
  const days = /^(\d+)\s*d$/.exec(text)?.[1];
  const age = days === undefined ? parseTime(text) : Number(days) * day;
  if (age !== undefined) return new Date(now.getTime() - age);
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return undefined;
  // Without a zone a time is UTC, not this machine's.
  const date = new Date(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `--since`, for every verb that looks back. */
export function sinceOption(): Option {
  return new Option("--since <time>", "from this time on: an age (10m, 24h, 7d) or a date in UTC").argParser(
    (text) => {
      const moment = parseMoment(text, new Date());
      if (!moment)
        throw new InvalidArgumentError(
          "an age such as 90s, 10m, 24h, 7d, or a date such as 2025-06-01T12:00:00Z",
        );
      return moment;
    },
  );
}
