import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import type { Overlaid, OverlayChange } from "./types.js";

/** A property of a file and the piece of text that says its value. */
interface Property {
  readonly key: string;
  readonly value: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Where the value stands, escapes and continuation lines included. */
  readonly from: number;
  readonly to: number;
  /** What must stand before a value: `=` after a key that is its line's last word. */
  readonly separator: "" | "=";
}

/** Values of a `.properties` file, the last of each key, as `java.util.Properties.load` reads them. */
export function readProperties(text: string): Map<string, string> {
  return new Map(properties(text).map(({ key, value }) => [key, value]));
}

/**
 * Sets properties by key; comments, order and every other line stay as they are. A key that the file does not have is
 * added at its end, with a warning: a release may have renamed it. Of a key that stands twice the last one counts in
 * Java, so that one is set, with a warning.
 */
export function overlayProperties(
  file: string,
  text: string,
  values: Readonly<Record<string, string>>,
): Overlaid {
  const found = properties(text);
  const changes: OverlayChange[] = [];
  const findings: Finding[] = [];
  const edits: { from: number; to: number; text: string }[] = [];
  const added: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const same = found.filter((one) => one.key === key);
    const last = same.at(-1);
    if (same.length > 1) findings.push(twice(file, key, same));
    if (last === undefined) {
      findings.push(missing(file, key, value));
      added.push(`${escapedKey(key)}=${escapedValue(value)}`);
      changes.push({ file, key, to: value });
    } else if (last.value !== value) {
      edits.push({ from: last.from, to: last.to, text: last.separator + escapedValue(value) });
      changes.push({ file, key, from: last.value, to: value });
    }
  }
  let result = text;
  for (const edit of edits.sort((a, b) => b.from - a.from))
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  if (added.length > 0) result = `${closed(result, end)}# Added by consortium.${end}${added.join(end)}${end}`;
  return { text: result, changes, findings };
}

/** The text with its last line ended, and no line going on into what is added. */
function closed(text: string, end: string): string {
  if (text === "") return "";
  const whole = /[\r\n]$/.test(text) ? text : `${text}${end}`;
  // A backslash at the very end would take the next line for its own.
  const last = whole.replace(/(\r\n|\r|\n)$/, "");
  return /(^|[^\\])(\\\\)*\\$/.test(last) ? `${whole}${end}` : whole;
}

/** A line with those that it goes on in (by a backslash at its end), without the blanks that they begin with. */
interface LogicalLine {
  readonly text: string;
  /** Where each of its letters stands in the file. */
  readonly at: readonly number[];
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Where it ends in the file, before the line's end. */
  readonly end: number;
}

/** Properties in the order of the file (java.util.Properties, load). */
function properties(text: string): Property[] {
  return logicalLines(text).map(({ text: whole, at, line, end }) => {
    // The key ends at the first sign or blank that no backslash takes the meaning from.
    const keyEnd = /^(?:\\[\s\S]?|[^\\=: \t\f])*/.exec(whole)?.[0].length ?? 0;
    const valueFrom = keyEnd + (/^[ \t\f]*[=:]?[ \t\f]*/.exec(whole.slice(keyEnd))?.[0].length ?? 0);
    return {
      key: unescaped(whole.slice(0, keyEnd)),
      value: unescaped(whole.slice(valueFrom)),
      line,
      from: valueFrom === 0 ? (at[0] ?? end) : (at[valueFrom - 1] ?? 0) + 1,
      to: end,
      separator: keyEnd === whole.length ? "=" : "",
    };
  });
}

/** Lines that are neither blank nor comments (java.util.Properties, LineReader). */
function logicalLines(text: string): LogicalLine[] {
  const found: LogicalLine[] = [];
  let letters = "";
  let at: number[] = [];
  let first = 1;
  let line = 1;
  for (let start = 0; start < text.length; ) {
    const { content, next } = physicalLine(text, start);
    const blanks = /^[ \t\f]*/.exec(content)?.[0].length ?? 0;
    const words = content.slice(blanks);
    const comment = letters === "" && /^[#!]/.test(words);
    if (letters === "") first = line;
    const goesOn = !comment && /(?:^|[^\\])(?:\\\\)*\\$/.test(words);
    const kept = comment ? "" : goesOn ? words.slice(0, -1) : words;
    letters += kept;
    at = at.concat(positions(start + blanks, kept));
    if (letters !== "" && (!goesOn || next >= text.length)) {
      found.push({ text: letters, at, line: first, end: start + content.length });
      letters = "";
      at = [];
    }
    start = next;
    line++;
  }
  return found;
}

function positions(from: number, letters: string): number[] {
  return letters.split("").map((_, index) => from + index);
}

/** The line that begins at `start`, and where the next one does. */
function physicalLine(text: string, start: number): { content: string; next: number } {
  const content = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
  const end = start + content.length;
  return { content, next: end + (text.startsWith("\r\n", end) ? 2 : 1) };
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

const escapePattern = /\\(?:u([0-9A-Fa-f]{4})|([\s\S])|$)/g;

function unescaped(text: string): string {
  return text.replace(escapePattern, (_, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return letter === undefined ? "" : (escapes[letter] ?? letter);
  });
}

/** As Java's own `store` writes it: Java reads these files as ISO 8859-1, so what is not ASCII is escaped. */
function escapedValue(value: string): string {
  const escaped = value.replace(/[\\\t\n\r\f]/g, (letter) => {
    const name = Object.entries(escapes).find(([, real]) => real === letter)?.[0];
    return `\\${name ?? letter}`;
  });
  return ascii(escaped.replace(/^ +/, (blanks) => blanks.replaceAll(" ", "\\ ")));
}

function escapedKey(key: string): string {
  return key.replace(/[\s\S]/g, (letter) => (/[ =:#!]/.test(letter) ? `\\${letter}` : escapedValue(letter)));
}

function ascii(text: string): string {
  return [...text]
    .flatMap((letter) => letter.split(""))
    .map((unit) =>
      /[\x20-\x7e]/.test(unit)
        ? unit
        : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`,
    )
    .join("");
}

function missing(file: string, key: string, value: string): Finding {
  return keyFinding("overlay-missing", { file, line: 1 }, key, {
    message: `the file has no key ${key}; ${key}=${value} is added at its end`,
    remedy: "look whether this release of the package calls it otherwise",
  });
}

function twice(file: string, key: string, same: readonly Property[]): Finding {
  const [last] = same.slice(-1);
  return keyFinding("overlay-twice", { file, line: last?.line ?? 1 }, key, {
    message: `the key ${key} stands ${same.length} times; the last one counts, and is set`,
    found: `lines ${same.map(({ line }) => line).join(", ")}`,
    remedy: "ask the vendor which is meant",
  });
}
