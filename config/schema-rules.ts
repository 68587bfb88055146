import type { RuleDescription } from "./findings.js";

const source = "the schema (consortium.schema.json)";

/** What is checked before any rule: the file, and its values against the schema. None of these can be accepted. */
const holds = {
  file: "the stack file and its inventory can be read",
  yaml: "they are YAML, no key written twice",
  "stack-file": "the stack file has a `config:` with keys of the namespace `consortium`",
  namespace: "no key lacks the namespace or has it misspelt",
  "unknown-key": "every key is one of configuration.md",
  missing: "what is required is there",
  "wrong-type": "a value is of its key's type",
  "not-allowed": "a value is one of those allowed",
  "out-of-range": "a number, a text or a list is within its bounds",
  malformed: "sizes, times, addresses, host keys and image references are written as they must be",
  "bad-name": "a name can become a host name, a container's name and a certificate's",
  "servers-twice": "the servers stand in `servers` or in an inventory, not in both",
  "servers-missing": "the servers stand in one of the two",
} as const;

/** Id of a finding that the reading of the file makes. */
export type SchemaRule = keyof typeof holds;

/** Those findings as the reference lists them. */
export const schemaRules: readonly RuleDescription[] = Object.entries(holds).map(([id, text]) => ({
  id,
  severity: "error",
  holds: text,
  source,
}));
