/** A property value as the engine sends it: JSON, in which secrets, assets and unknowns are marked objects or strings. */
export type Value = null | boolean | number | string | readonly Value[] | Props;

/** The properties of a resource. */
export interface Props {
  readonly [key: string]: Value;
}

/** Key that marks an object as a special value (sdk/v3/go/common/resource/sig). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** Signature of an asset. */
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
/** Signature of an archive. */
export const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Stands for a value that is not known before the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is an object (secrets and assets included). */
export function isObject(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value itself is a wrapped secret. */
export function isSecret(value: Value | undefined): boolean {
  return isObject(value) && value[signatureKey] === secretSignature;
}

/** Wraps a value as a secret; a secret stays as it is. */
export function secret(value: Value): Value {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

/** The value without any secret wrapper in it. */
export function reveal(value: Value): Value {
  if (Array.isArray(value)) return value.map(reveal);
  if (!isObject(value)) return value;
  if (isSecret(value)) return reveal(value.value ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}

/** `reveal` for a resource's properties. */
export function revealProps(props: Props): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, reveal(value)]));
}

/** Whether a part of the value is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Whether a part of the value is secret. */
export function hasSecret(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isObject(value) && (isSecret(value) || Object.values(value).some(hasSecret));
}

/** Every secret text inside the value, in clear: what must not show in messages. */
export function secretTexts(value: Value, inside = false): string[] {
  if (typeof value === "string") return inside ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((inner) => secretTexts(inner, inside));
  if (!isObject(value)) return [];
  const hidden = inside || isSecret(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    key === signatureKey ? [] : secretTexts(inner, hidden),
  );
}

/** The shortest secret (or line of one) that is masked; shorter ones would hit ordinary words. */
const shortestMasked = 6;

/** The text with every given secret, and every line of it, replaced by `[secret]`. */
export function mask(text: string, secrets: readonly string[]): string {
  const parts = secrets
    .flatMap((value) => [value, ...value.split(/\r?\n/)])
    .map((part) => part.trim())
    .filter((part) => part.length >= shortestMasked)
    .sort((a, b) => b.length - a.length);
  return parts.reduce((masked, part) => masked.replaceAll(part, "[secret]"), text);
}
