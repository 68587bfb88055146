import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import type { Place } from "../types.js";
import { yamlProblem } from "../yaml-problem.js";
import type { Written } from "./variable.js";

/** A value of a YAML file with its place, anchors and merges (`<<`) resolved. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As Compose makes a text of it: a whole number as written, another in its shortest form (`1.10` is `1.1`). */
  readonly text: string;
  readonly at: Place;
}

export interface LocatedList {
  readonly kind: "list";
  readonly items: readonly Located[];
  readonly at: Place;
}

export interface LocatedMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly at: Place;
}

export interface LocatedEntry {
  /** Line of the key. */
  readonly at: Place;
  readonly value: Located;
}

/** What stands in a file, and what is wrong with it as YAML. */
export interface LocatedFile {
  /** Absent when the file is empty, or something is wrong with it. */
  readonly value?: Located;
  readonly findings: readonly Finding[];
}

/** Puts the values of variables into a text; complaints about it name the place. */
export type Substitute = (written: Written, at: Place) => string;

/** More values than this come from anchors that multiply each other, not from a person. */
const mostValues = 100_000;

/** Reads a YAML file of the package. Variables are put into values, never into keys, before anything is merged. */
export function locateYaml(file: string, text: string, substitute: Substitute): LocatedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): Place => ({ file, line: Math.max(1, lines.linePos(offset).line) });
  if (document.errors.length > 0)
    return {
      findings: document.errors.map((error) =>
        keyFinding("compose-yaml", lineAt(error.pos[0]), "", {
          message: error.code === "DUPLICATE_KEY" ? "the same key twice" : "not valid YAML",
          found: yamlProblem(error),
          remedy: error.code === "DUPLICATE_KEY" ? "keep one of them" : "correct the line",
        }),
      ),
    };
  const reading = new Reading(document, lineAt, substitute);
  const value = document.contents === null ? undefined : reading.locate(document.contents);
  if (value === undefined || reading.findings.length > 0) return { findings: reading.findings };
  return { value, findings: [] };
}

class Reading {
  readonly findings: Finding[] = [];
  /** Nodes that are being read: an alias to one of them would never end. */
  readonly #open = new Set<Node>();
  #values = 0;

  readonly document: Document;
  readonly lineAt: (offset: number) => Place;
  readonly substitute: Substitute;

  constructor(document: Document, lineAt: (offset: number) => Place, substitute: Substitute) {
    this.document = document;
    this.lineAt = lineAt;
    this.substitute = substitute;
  }

  /** @param key the one that the value stands at, or the option before it in a command; empty at the top */
  locate(node: Node, key = ""): Located {
    const at = this.lineAt(node.range?.[0] ?? 0);
    const nothing: Located = { kind: "scalar", value: null, text: "", at };
    if (++this.#values > mostValues) {
      if (this.#values === mostValues + 1)
        this.#refuse(at, "anchors multiply to more values than a person writes", "write them out");
      return nothing;
    }
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target !== undefined && !this.#open.has(target)) return this.locate(target, key);
      // Its name, as that of a tag, may be a password without quotes.
      this.#refuse(at, "an alias (*) that leads nowhere", "put a text in quotes, or write the value out");
      return nothing;
    }
    if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:"))
      this.#refuse(at, "a tag (!) that is not read", "put a text in quotes, or write the value out");
    this.#open.add(node);
    try {
      if (isMap(node)) return { kind: "map", entries: this.#entries(node), at };
      if (isSeq(node))
        return {
          kind: "list",
          items: node.items.map((item, nth) =>
            this.locate(item as Node, optionIn(node.items[nth - 1]) ?? key),
          ),
          at,
        };
      return isScalar(node) ? this.#scalar(node, key, at) : nothing;
    } finally {
      this.#open.delete(node);
    }
  }

  #scalar({ value, source = "" }: Scalar, key: string, at: Place): Located {
    if (typeof value === "string") {
      const text = this.substitute({ key, text: value }, at);
      return { kind: "scalar", value: text, text, at };
    }
    if (typeof value === "number" && /^[-+]?0\d/.test(source))
      this.#refuse(
        at,
        "a number that begins with 0 is another one to YAML 1.1 than to 1.2",
        "put it in quotes",
      );
    if (typeof value === "number" || typeof value === "boolean")
      return { kind: "scalar", value, text: /^-?\d+$/.test(source) ? source : String(value), at };
    return { kind: "scalar", value: null, text: "", at };
  }

  #entries(map: YAMLMap): Map<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const { key, value } of map.items) {
      const node = key as Node;
      const name = isScalar(node) ? String(node.source ?? node.value) : undefined;
      const at = this.lineAt(node.range?.[0] ?? 0);
      if (name === undefined) this.#refuse(at, "a key that is no text", "write it as text");
      else if (name === "<<")
        // Of several merged maps the first wins (YAML merge key, 2005).
        for (const [one, entry] of this.#merge(value as Node | null, at))
          merged.set(one, merged.get(one) ?? entry);
      else
        own.set(name, {
          at,
          value:
            value === null ? { kind: "scalar", value: null, text: "", at } : this.locate(value as Node, name),
        });
    }
    return new Map([...merged, ...own]);
  }

  #merge(node: Node | null, at: Place): [string, LocatedEntry][] {
    const value = node === null ? undefined : this.locate(node);
    const maps = value?.kind === "list" ? value.items : [value];
    return maps.flatMap((one) => {
      if (one?.kind === "map") return [...one.entries];
      this.#refuse(at, "`<<` merges maps only", "name anchors of maps");
      return [];
    });
  }

  #refuse(at: Place, message: string, remedy: string): void {
    this.findings.push(keyFinding("compose-yaml", at, "", { message, remedy }));
  }
}

/** An option of a command that is written word by word: the next word is its value. */
function optionIn(item: unknown): string | undefined {
  return isScalar(item) && typeof item.value === "string" && /^--[\w-]+$/.test(item.value)
    ? item.value
    : undefined;
}
