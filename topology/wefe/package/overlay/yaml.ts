import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar, stringify } from "yaml";
import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import { yamlProblem } from "../yaml-problem.js";
import type { Overlaid, OverlayChange } from "./types.js";

/** A value of a YAML file: keys, positions from 0, or `[]` for every item of a list. */
export interface YamlSetting {
  readonly path: readonly (string | number)[];
  readonly value: string | number | boolean;
}

/** Sets single values of a YAML file by their paths; everything else, comments too, stays as it is. */
export function overlayYaml(file: string, text: string, settings: readonly YamlSetting[]): Overlaid {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = { file, line: lines.linePos(error.pos[0]).line };
    const finding = keyFinding("overlay-place", place, "", {
      message: "not valid YAML",
      found: yamlProblem(error),
      remedy: "get a sound package",
    });
    return { text, changes: [], findings: [finding] };
  }
  const changes: OverlayChange[] = [];
  const findings: Finding[] = [];
  const edits: { from: number; to: number; text: string }[] = [];
  for (const { path, value } of settings) {
    const found = document.contents === null ? [] : scalarsAt(document.contents, path, "");
    if (found.length === 0)
      findings.push(
        keyFinding("overlay-place", { file, line: 1 }, shown(path), {
          message: "the file has no such value",
          remedy: "look whether this release of the package calls it otherwise",
        }),
      );
    for (const { key, scalar } of found) {
      const [from, to] = scalar.range ?? [0, 0];
      const before = scalar.value === null ? "" : String(scalar.value);
      if (before === String(value)) continue;
      const put = written(scalar, value);
      edits.push({ from, to, text: from === to ? apart(text, from, put) : put });
      changes.push({ file, key, from: before, to: String(value) });
    }
  }
  let result = text;
  for (const edit of edits.sort((a, b) => b.from - a.from))
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  return { text: result, changes, findings };
}

interface Found {
  readonly key: string;
  readonly scalar: Scalar;
}

function scalarsAt(node: Node, path: readonly (string | number)[], key: string): Found[] {
  const [first, ...rest] = path;
  if (first === undefined) return isScalar(node) ? [{ key, scalar: node }] : [];
  if (isSeq(node)) {
    const positions =
      first === "[]" ? node.items.map((_, at) => at) : typeof first === "number" ? [first] : [];
    return positions.flatMap((at) => {
      const item = node.get(at, true);
      return item === undefined ? [] : scalarsAt(item as Node, rest, `${key}[${at}]`);
    });
  }
  const value = isMap(node) ? node.get(first, true) : undefined;
  return value === undefined ? [] : scalarsAt(value as Node, rest, `${key}.${first}`.replace(/^\./, ""));
}

/** The value in the quotes that the old one had. */
function written(scalar: Scalar, value: YamlSetting["value"]): string {
  if (scalar.type === "QUOTE_SINGLE") return `'${String(value).replaceAll("'", "''")}'`;
  if (scalar.type === "QUOTE_DOUBLE") return JSON.stringify(String(value));
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

/** What comes where nothing was written, right behind the key's colon perhaps, or before a comment. */
function apart(text: string, at: number, value: string): string {
  const before = /\s/.test(text[at - 1] ?? " ") ? "" : " ";
  return `${before}${value}${text[at] === "#" ? " " : ""}`;
}

function shown(path: readonly (string | number)[]): string {
  return path
    .map((one) => (one === "[]" ? "[]" : typeof one === "number" ? `[${one}]` : `.${one}`))
    .join("")
    .replace(/^\./, "");
}
