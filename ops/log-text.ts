import { stripVTControlCharacters, styleText } from "node:util";
import type { LogLine } from "../hosts/docker/logs.js";

/** A line with the place it came from. */
export interface PlacedLine extends LogLine {
  readonly server: string;
  readonly service: string;
}

const colours = [
  "cyan",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyanBright",
  "greenBright",
  "yellowBright",
  "blueBright",
  "magentaBright",
] as const;

/** How lines look: with colour and the programs' own control characters on a terminal, plain elsewhere. */
export interface LogLook {
  /** Places in the order of the plan; each has its own colour, and the longest sets the width. */
  readonly places: readonly string[];
  readonly times: "shown" | "hidden";
  readonly stream: NodeJS.WriteStream;
}

/** What stands before a line: where it was written. */
export function placeText({
  server,
  service,
}: {
  readonly server: string;
  readonly service: string;
}): string {
  return `${server}/${service}`;
}

/** A function that makes a line of text. */
export function logRenderer({ places, times, stream }: LogLook): (line: PlacedLine) => string {
  const width = Math.max(0, ...places.map((place) => place.length));
  return (line) => {
    const place = placeText(line);
    const colour = colours[places.indexOf(place) % colours.length] ?? "white";
    const prefix = styleText(colour, `${place.padEnd(width)} |`, { stream });
    const text = stream.isTTY ? line.text : stripVTControlCharacters(line.text);
    return `${prefix}${times === "shown" ? ` ${line.time}` : ""}${text === "" ? "" : ` ${text}`}\n`;
  };
}

/** Whether a line is wanted; what colours it does not count. */
export function matches(pattern: RegExp | undefined, { text }: LogLine): boolean {
  return pattern === undefined || pattern.test(stripVTControlCharacters(text));
}

/** Lines of several logs by time; lines of one time stay in the order in which they came. */
export function byTime<Line extends LogLine>(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
