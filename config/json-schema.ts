import { z } from "zod";
import { stackSchema } from "./schema.js";
import { metaOf } from "./schema-walk.js";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What the engine keeps in a stack file in place of a secret. */
const encrypted = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
} as const;

/** JSON Schema (draft 2020-12) of a stack file, so that editors complete and check it as it is written. */
export function stackFileJsonSchema(): Record<string, unknown> {
  const { properties = {}, required: _required } = inputSchema(stackSchema);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Stack file of consortium",
    description: "Pulumi.<stack>.yaml with the keys of the namespace `consortium`.",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(properties).map(([key, schema]) => [`consortium:${key}`, schema]),
        ),
        propertyNames: {
          anyOf: [
            { enum: Object.keys(properties).map((key) => `consortium:${key}`) },
            { pattern: "^(?!consortium:)[^:]+:" },
          ],
        },
      },
    },
    required: ["config"],
  };
}

function inputSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline", override: adapt });
}

/** Adds what zod cannot say in JSON Schema, and drops what only our findings use. */
function adapt({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const { secret, examples } = metaOf(zodSchema);
  delete jsonSchema.remedy;
  delete jsonSchema.secret;
  // zod takes the examples of a field that is transformed for values of its output; ours are as written.
  if (examples !== undefined) jsonSchema.examples = [...examples];
  // A text before the map is its short form: `orderer0: o1`.
  if (zodSchema instanceof z.ZodPipe && zodSchema.in instanceof z.ZodTransform) {
    const { $schema: _schema, ...long } = inputSchema(zodSchema.out);
    replace(jsonSchema, [{ type: "string" }, long]);
  }
  if (secret) {
    const { description: _description, ...plain } = jsonSchema;
    replace(jsonSchema, [plain, encrypted]);
  }
}

/** Makes a schema a choice, keeping its description. */
function replace(jsonSchema: JsonSchema, anyOf: readonly object[]): void {
  for (const key of Object.keys(jsonSchema)) if (key !== "description") delete jsonSchema[key];
  Object.assign(jsonSchema, { anyOf });
}
