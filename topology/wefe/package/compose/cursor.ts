import { type Finding, showValue, suggestion } from "../../../../config/findings.js";
import { keyFinding, type PackageComplaint, type PackageRule } from "../findings.js";
import type { Place } from "../types.js";
import { composeKey, composeKeys, type MappedKey, type Section } from "./keys.js";
import type { Located, LocatedEntry } from "./located.js";
import { composeSeconds, dockerBytes } from "./units.js";

/** A value of a compose file with the way to it, and with the place where complaints go. */
export class Cursor {
  readonly value: Located;
  /** Way to it: `services.mysql.healthcheck.interval`. */
  readonly key: string;
  /** Line of its key, or of the item. */
  readonly at: Place;
  readonly findings: Finding[];

  constructor(value: Located, key: string, at: Place, findings: Finding[]) {
    this.value = value;
    this.key = key;
    this.at = at;
    this.findings = findings;
  }

  /** Adds a finding about this value; gives nothing, so that a reader can end with it. */
  complain(rule: PackageRule, complaint: PackageComplaint): undefined {
    this.findings.push(keyFinding(rule, this.at, this.key, complaint));
    return undefined;
  }

  /** Complains that the value cannot be had. */
  refuse(message: string, remedy: string, allowed?: string): undefined {
    return this.complain("compose-value", {
      message,
      found: showValue(plain(this.value)),
      ...(allowed === undefined ? {} : { allowed }),
      remedy,
    });
  }

  /** Whether nothing is written: `key:` alone. */
  get empty(): boolean {
    return this.value.kind === "scalar" && this.value.value === null;
  }

  /** Entries of a map by their keys; complains about what is no map. */
  entries(): [string, Cursor][] {
    if (this.empty) return [];
    if (this.value.kind !== "map") {
      this.refuse("is no map", "write it as `key: value` lines");
      return [];
    }
    return [...this.value.entries].map(([key, entry]) => [
      key,
      this.#below(entry.value, `.${key}`, entry.at),
    ]);
  }

  /** Items of a list; complains about what is no list. */
  items(): Cursor[] {
    if (this.empty) return [];
    if (this.value.kind === "list")
      return this.value.items.map((item, at) => this.#below(item, `[${at}]`, item.at));
    this.refuse("is no list", "write it as `- item` lines");
    return [];
  }

  /**
   * The keys of a part of the file that become something. Refused keys and unknown ones are complained about here, once
   * and for every part; extensions (`x-…`) are passed over where keys are Compose's own, and nowhere else.
   */
  known<S extends Section>(section: S): Partial<Record<MappedKey<S>, Cursor>> {
    const mapped: Record<string, Cursor> = {};
    for (const [key, cursor] of this.entries().filter(([name]) => !name.startsWith("x-"))) {
      const known = composeKey(section, key);
      if (known === undefined) {
        const near = suggestion(key, Object.keys(composeKeys[section]));
        cursor.complain("compose-key", {
          message: `unknown key ${key}`,
          remedy: near ?? "take it out, or correct it; the known ones: docs/wefe-compose-keys.md",
        });
      } else if ("refused" in known)
        cursor.complain("compose-key", {
          message: `${key} is refused: ${known.refused}`,
          found: showValue(plain(cursor.value)),
          remedy: known.remedy,
        });
      else if ("to" in known) mapped[key] = cursor;
    }
    return mapped as Partial<Record<MappedKey<S>, Cursor>>;
  }

  /** A text, number or truth value as text; nothing, with a complaint, when it is a list, a map or not written. */
  text(): string | undefined {
    if (this.value.kind === "scalar" && this.value.value !== null) return this.value.text;
    return this.refuse("is no text", "write one value");
  }

  /** A text or a list of texts. */
  texts(): string[] {
    if (this.value.kind === "scalar") return this.empty ? [] : [this.value.text];
    return this.items().flatMap((item) => item.text() ?? []);
  }

  /** A map, or a list of `KEY=VALUE`; a value that is not written is null. */
  keyed(separators: readonly string[] = ["="]): [string, Cursor, string | null][] {
    if (this.value.kind === "map")
      return this.entries().map(([key, cursor]) => [
        key,
        cursor,
        cursor.empty ? null : (cursor.text() ?? ""),
      ]);
    return this.items().flatMap((item): [string, Cursor, string | null][] => {
      const text = item.text();
      if (text === undefined) return [];
      const separator = separators.find((one) => text.includes(one));
      if (separator === undefined) return [[text, item, null]];
      const end = text.indexOf(separator);
      return [[text.slice(0, end), item, text.slice(end + separator.length)]];
    });
  }

  /** A truth value; `"true"` in quotes is one too, as a variable gives texts. */
  flag(): boolean | undefined {
    if (this.value.kind === "scalar" && /^(true|false)$/.test(this.value.text))
      return this.value.text === "true";
    return this.refuse("is neither true nor false", "write true or false");
  }

  /** A whole number from 0. */
  whole(): number | undefined {
    if (this.value.kind === "scalar" && /^\d+$/.test(this.value.text)) return Number(this.value.text);
    return this.refuse("is no whole number", "write a number");
  }

  /** A number from 0. */
  number(): number | undefined {
    if (this.value.kind === "scalar" && /^\d*\.?\d+$/.test(this.value.text)) return Number(this.value.text);
    return this.refuse("is no number", "write a number");
  }

  /** Bytes. */
  bytes(): number | undefined {
    const bytes = this.value.kind === "scalar" ? dockerBytes(this.value.text) : undefined;
    return bytes ?? this.refuse("is no size", "write one as 512m or 2g");
  }

  /** Whole MiB, never less than what is written. */
  mebibytes(): number | undefined {
    const bytes = this.bytes();
    return bytes === undefined ? undefined : Math.ceil(bytes / 1024 ** 2);
  }

  /** Seconds. */
  seconds(): number | undefined {
    const seconds = this.value.kind === "scalar" ? composeSeconds(this.value.text) : undefined;
    return seconds ?? this.refuse("is no time", "write one as 30s or 1m30s");
  }

  /** One of some words. */
  oneOf<W extends string>(words: readonly W[], remedy: string): W | undefined {
    const text = this.value.kind === "scalar" ? this.value.text : undefined;
    return words.find((word) => word === text) ?? this.refuse("cannot be had here", remedy, words.join(", "));
  }

  /** Another value at the same place, whose complaints go where it stands itself. */
  over({ value, at }: LocatedEntry): Cursor {
    return new Cursor(value, this.key, at, this.findings);
  }

  #below(value: Located, key: string, at: Place): Cursor {
    return new Cursor(value, `${this.key}${key}`.replace(/^\./, ""), at, this.findings);
  }
}

/** A value without places. */
export function plain(value: Located): unknown {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "list") return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
}
