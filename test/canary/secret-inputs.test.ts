import { expect, test } from "vitest";
import { z } from "zod";
import { stackSchema } from "../../config/schema.js";
import { metaOf, type Schema, unwrap } from "../../config/schema-walk.js";
import { madeBy, secretInputs } from "./secret-inputs.js";

/** Paths of all fields that are marked as secret; `*` stands for any name or index. */
function secretPaths(schema: Schema, path: readonly string[] = []): string[] {
  const own = metaOf(schema).secret ? [path.join(".")] : [];
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject)
    return [
      ...own,
      ...Object.keys(inner.shape).flatMap((key) => secretPaths(inner.shape[key], [...path, key])),
    ];
  if (inner instanceof z.ZodRecord) return [...own, ...secretPaths(inner.valueType, [...path, "*"])];
  if (inner instanceof z.ZodArray) return [...own, ...secretPaths(inner.element, [...path, "*"])];
  return own;
}

test("every secret field of the configuration is in the list, and no other", () => {
  const listed = secretInputs.flatMap(({ from }) => ("configuration" in from ? [from.configuration] : []));
  expect(secretPaths(stackSchema)).toEqual(listed);
});

test.each([
  { type: "tls:index/privateKey:PrivateKey", name: "Org1-ca-key", id: "private-key" },
  { type: "random:index/randomPassword:RandomPassword", name: "registry-password", id: "registry-password" },
  {
    type: "random:index/randomPassword:RandomPassword",
    name: "couchdb-peer0.org1.example.com-password",
    id: "couchdb-password",
  },
  { type: "random:index/randomPassword:RandomPassword", name: "another-password", id: undefined },
  { type: "random:index/randomId:RandomId", name: "fabric-id", id: undefined },
])("$type $name makes $id", ({ type, name, id }) => expect(madeBy(type, name)).toBe(id));
