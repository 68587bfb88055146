import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { stackFileJsonSchema } from "./json-schema.js";

const project = join(import.meta.dirname, "..");
const config = stackFileJsonSchema() as {
  properties: { config: { properties: Record<string, z.core.JSONSchema.JSONSchema> } };
};
const fields = config.properties.config.properties;

/** Keys of a stack file whose values an editor with the schema would underline. */
function underlined(file: string): string[] {
  const { config } = parse(readFileSync(join(project, file), "utf8")) as { config: Record<string, unknown> };
  return Object.entries(config)
    .filter(([key, value]) => !fields[key] || !z.fromJSONSchema(fields[key]).safeParse(value).success)
    .map(([key]) => key);
}

test.each([
  { file: "Pulumi.prod.yaml", keys: [] },
  { file: "Pulumi.dev.yaml", keys: [] },
  { file: "test/stacks/lab13.yaml", keys: [] },
  {
    file: "test/stacks/bad.yaml",
    keys: ["consortium:dta", "consortium:servers", "consortium:images", "consortium:fabric"],
  },
])("an editor with the JSON Schema underlines in $file: $keys", ({ file, keys }) => {
  expect(underlined(file)).toEqual(keys);
});

test("sizes and defaults stand in the JSON Schema as one writes them", () => {
  const text = JSON.stringify(fields["consortium:fabric"]);
  expect(text).toContain('"default":"10MiB"');
  expect(JSON.stringify(fields["consortium:servers"])).toContain(
    '"pattern":"^(\\\\d+)\\\\s*(B|KiB|MiB|GiB|TiB)$"',
  );
});

test("a password may be one that the engine has encrypted", () => {
  const password = (value: unknown) =>
    z
      .fromJSONSchema(fields["consortium:images"] ?? {})
      .safeParse({ credentials: { address: "registry.example.com", username: "u", password: value } })
      .success;
  expect([password("p"), password({ secure: "AAAB" }), password({ plain: "x" })]).toEqual([
    true,
    true,
    false,
  ]);
});

test("what only findings use is not in the JSON Schema", () => {
  expect(JSON.stringify(fields)).not.toMatch(/"remedy"|"secret"/);
});
