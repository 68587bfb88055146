/**
 * Paths that a Solidity source imports, in their order, each once: `import "a";`, `import "a" as x;`, `import * as x from
 * "a";` and `import {x} from "a";` (Solidity 0.4-0.6, Importing other Source Files). Comments and texts are passed over.
 */
export function importsOf(source: string): string[] {
  const found = [...source.matchAll(statements)].flatMap(({ groups }) => groups?.path ?? []);
  return [...new Set(found)];
}

const comment = String.raw`\/\/[^\n\r]*|\/\*[\s\S]*?\*\/`;
const text = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const imported = String.raw`\bimport\b(?:[^"';/]|${comment})*?(?<quote>["'])(?<path>[^"'\n]*)\k<quote>`;

/** What is passed over comes first, so that no import is found inside of it. */
const statements = new RegExp(`${comment}|${imported}|${text}`, "g");
