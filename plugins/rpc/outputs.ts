import type { Kind, Recorded } from "./kind.js";
import { hasSecret, type Props, revealProps, secret, unknown } from "./values.js";

/** What was recorded, in clear. */
export function clear(id: string, inputs: Props, outputs: Props): Recorded {
  return { id, inputs: revealProps(inputs), outputs: revealProps(outputs) };
}

/** Two things cannot have one name: an explicit name that stays forces the old one out first, as in bridged providers. */
export function keepsItsName(kind: Kind, olds: Props, news: Props): boolean {
  const { name, __defaults } = revealProps(news);
  const defaulted = Array.isArray(__defaults) && __defaults.includes("name");
  return kind.autonamed === true && !defaulted && revealProps(olds).name === name;
}

/** These outputs, not known yet. */
export function unknowns(keys: readonly string[]): Props {
  return Object.fromEntries(keys.map((key) => [key, unknown]));
}

/** Some of the properties. */
export function pick(props: Props, keys: readonly string[]): Props {
  return Object.fromEntries(keys.flatMap((key) => (props[key] === undefined ? [] : [[key, props[key]]])));
}

/** Inputs as they came (secrets stay wrapped) and computed values, with those that are always secret wrapped. */
export function outputsOf(kind: Kind, inputs: Props, computed: Props): Props {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
  const outputs: Record<string, Props[string]> = { ...kind.defaults, ...given, ...computed };
  delete outputs.__defaults;
  for (const key of kind.secretOutputs ?? [])
    if (outputs[key] !== undefined && outputs[key] !== null) outputs[key] = secret(outputs[key]);
  return outputs;
}

/**
 * What was recorded, with the values that were found different; recorded secrets stay wrapped, and what is found in a
 * secret's place is one, too.
 */
export function merge(recorded: Props, found: Props): Props {
  const changed = Object.entries(found)
    .filter(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(revealProps({ key: recorded[key] ?? null }).key),
    )
    .map(([key, value]) => [key, hasSecret(recorded[key]) ? secret(value) : value]);
  return { ...recorded, ...Object.fromEntries(changed) };
}
