import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import type { Place } from "../types.js";

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
export type Substitute = (text: string, at: Place) => string;

/** More values than this come from anchors that multiply each other, not from a person. */
const mostValues = 100_000;

/** Reads a YAML file of the package. Variables are put into values, never into keys, before anything is merged. */
export function locateYaml(file: string, text: string, substitute: Substitute): LocatedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): Place => ({ file, line: Math.max(1, lines.linePos(offset).line) });
  if (document.errors.length > 0)
    return {
      findings: document.errors.map(({ code, message, pos }) =>
        keyFinding("compose-yaml", lineAt(pos[0]), "", {
          message: code === "DUPLICATE_KEY" ? "the same key twice" : "not valid YAML",
          found: message.split("\n")[0] ?? message,
          remedy: code === "DUPLICATE_KEY" ? "keep one of them" : "correct the line",
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

  locate(node: Node): Located {
    const at = this.lineAt(node.range?.[0] ?? 0);
    const nothing: Located = { kind: "scalar", value: null, text: "", at };
    if (++this.#values > mostValues) {
      if (this.#values === mostValues + 1)
        this.#refuse(at, "anchors multiply to more values than a person writes", "write them out");
      return nothing;
    }
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target !== undefined && !this.#open.has(target)) return this.locate(target);
      this.#refuse(at, `the alias *${node.source} leads nowhere`, "write the value out");
      return nothing;
    }
    if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:"))
      this.#refuse(at, `the tag ${node.tag} is not read`, "write the value that it makes");
    this.#open.add(node);
    try {
      if (isMap(node)) return { kind: "map", entries: this.#entries(node), at };
      if (isSeq(node))
        return { kind: "list", items: node.items.map((item) => this.locate(item as Node)), at };
      return isScalar(node) ? this.#scalar(node.value, node.source ?? "", at) : nothing;
    } finally {
      this.#open.delete(node);
    }
  }

  #scalar(value: unknown, source: string, at: Place): Located {
    if (typeof value === "string") {
      const text = this.substitute(value, at);
      return { kind: "scalar", value: text, text, at };
    }
    if (typeof value === "number" && /^[-+]?0\d/.test(source))
      this.#refuse(at, `${source} is another number to YAML 1.1 than to 1.2`, "put it in quotes");
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
          value: value === null ? { kind: "scalar", value: null, text: "", at } : this.locate(value as Node),
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
