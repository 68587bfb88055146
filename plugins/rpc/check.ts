import { createHash } from "node:crypto";
import { Fields } from "./fields.js";
import type { Kind, Refusal } from "./kind.js";
import { hasUnknown, isObject, type Props, reveal, revealProps } from "./values.js";

/** Checked inputs, or why they were refused. */
export interface Checked {
  readonly inputs: Props;
  readonly refusals: readonly Refusal[];
}

/** Names by default are `<logical name>-<7 hex digits>`, as Pulumi's bridged providers make them. */
const nameSuffixDigits = 7;

/** Checks the inputs of a resource and gives it a name when it has none. */
export function checkInputs(
  kind: Kind,
  type: string,
  urn: string,
  seed: Uint8Array,
  olds: Props,
  news: Props,
): Checked {
  const known = new Set([...kind.required, ...kind.optional]);
  const refusals: Refusal[] = [];
  for (const [property, value] of Object.entries(news)) {
    if (property.startsWith("__") || value === null) continue;
    const reason = kind.refused?.[property];
    if (reason !== undefined)
      refusals.push({ property, reason: `${property} is not supported by the stand-in plugin: ${reason}` });
    else if (!known.has(property)) refusals.push({ property, reason: `${type} has no input ${property}` });
  }
  for (const property of kind.required)
    if ((news[property] ?? null) === null) refusals.push({ property, reason: `${property} is missing` });
  const inputs = kind.autonamed ? named(urn, seed, olds, news) : news;
  if (refusals.length === 0 && kind.check !== undefined) {
    const clear = Object.fromEntries(
      Object.entries(revealProps(inputs)).filter(([, value]) => !hasUnknown(value)),
    );
    try {
      refusals.push(...kind.check(new Fields(clear)));
    } catch (error) {
      refusals.push({ property: "", reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { inputs, refusals };
}

function named(urn: string, seed: Uint8Array, olds: Props, news: Props): Props {
  if ((news.name ?? null) !== null) return news;
  const defaulted = reveal(olds.__defaults ?? []);
  const kept = Array.isArray(defaulted) && defaulted.includes("name") ? olds.name : undefined;
  return { ...news, name: kept ?? freshName(urn, seed), __defaults: ["name"] };
}

function freshName(urn: string, seed: Uint8Array): string {
  const hash = createHash("sha256").update(seed).update(urn).digest("hex");
  return `${urn.split("::").at(-1)}-${hash.slice(0, nameSuffixDigits)}`;
}

/** The inputs of a provider: the SDK sends everything but strings as JSON text. */
export function decodeConfig(config: Props): Props {
  return Object.fromEntries(
    Object.entries(revealProps(config)).map(([key, value]) => {
      if (typeof value !== "string" || !/^\s*([[{]|true$|false$)/.test(value)) return [key, value];
      try {
        const decoded: unknown = JSON.parse(value);
        return [key, reveal(decoded as Props)];
      } catch {
        return [key, value];
      }
    }),
  );
}

/** Whether a configuration can be used already: nothing in it is unknown. */
export function isComplete(config: Props): boolean {
  return isObject(config) && !hasUnknown(config);
}
