import { z } from "zod";

/** Any zod schema, wrapped or not. */
export type Schema = z.core.$ZodType;

/** What the schema says about a field besides its type. */
export interface FieldMeta {
  readonly description?: string;
  /** What to do when the field is missing or wrong; `{key}` stands for the field `key` beside it. */
  readonly remedy?: string;
  /** Values that are valid, for documentation and editors. */
  readonly examples?: readonly unknown[];
  /** The value must not be shown. */
  readonly secret?: boolean;
}

/** The schema inside optional, default, preprocess and transform wrappers, on the input side. */
export function unwrap(schema: Schema): Schema {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** What is said about a field, the outermost wrapper's word first. */
export function metaOf(schema: Schema): FieldMeta {
  const inner = innerOf(schema);
  return { ...(inner && metaOf(inner)), ...(z.globalRegistry.get(schema) as FieldMeta | undefined) };
}

/** Whether a field is secret or has a secret field somewhere in it: a wrong value there may be the secret itself. */
export function holdsSecret(schema: Schema): boolean {
  if (metaOf(schema).secret) return true;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.values(inner.shape).some((field) => holdsSecret(field));
  if (inner instanceof z.ZodRecord) return holdsSecret(inner.valueType);
  return inner instanceof z.ZodArray && holdsSecret(inner.element);
}

/** Default of a field on the input side, or `undefined` when it has none or must be given. */
export function defaultOf(schema: Schema): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema._zod.def.defaultValue;
  if (schema instanceof z.ZodPipe) return undefined;
  const inner = innerOf(schema);
  return inner && defaultOf(inner);
}

/** Whether a field may be left out. */
export function isOptional(schema: Schema): boolean {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodUnknown
  )
    return true;
  const inner = innerOf(schema);
  return inner !== undefined && isOptional(inner);
}

/** The schema that a path leads to, or `undefined` when the path leaves the schema. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  const child = childOf(unwrap(schema), head);
  return child && schemaAt(child, rest);
}

/** Keys that an object schema knows; nothing for other schemas. */
export function knownKeys(schema: Schema): readonly string[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function innerOf(schema: Schema): Schema | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  )
    return schema.unwrap();
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodTransform ? schema.out : schema.in;
  return undefined;
}

function childOf(schema: Schema, key: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}
