import { appendFileSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Least important first. */
export const levels = ["trace", "debug", "info", "warning", "error", "fatal"] as const;
export type Level = (typeof levels)[number];

/** Two digits and more. */
const two = (value: number, digits = 2) => String(value).padStart(digits, "0");

/** Name of a log file begun at a time: `log_YYYYMMDDHH.MM.log`. */
export function logFileName(at: Date): string {
  return `log_${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}${two(at.getHours())}.${two(at.getMinutes())}.log`;
}

/** One line as 2.x writes it: `level|time|[MODULE]text`. */
export function logLine(level: Level, at: Date, text: string): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}000`;
  return `${level}|${day} ${time}|${text}\n`;
}

/** Writes into a folder: a new file each hour and when one is full. Nothing is deleted, as upstream. */
export class Log {
  readonly #folder: string;
  readonly #least: number;
  readonly #maxBytes: number;
  #file = "";
  #hour = -1;

  constructor(folder: string, level: Level, maxBytes: number) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#least = levels.indexOf(level);
    this.#maxBytes = maxBytes;
  }

  write(level: Level, text: string, at = new Date()): void {
    if (levels.indexOf(level) < this.#least) return;
    const full =
      this.#file !== "" && (statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) > this.#maxBytes;
    if (at.getHours() !== this.#hour || full) {
      this.#hour = at.getHours();
      this.#file = join(this.#folder, logFileName(at));
    }
    appendFileSync(this.#file, logLine(level, at, text));
  }
}
