import { hasUnknown, isObject, type Props, reveal, revealProps, type Value } from "./values.js";

/** What happens to one property. */
export type ChangeKind = "add" | "delete" | "update";

/** One difference between what a resource was made from and what it is to be. */
export interface Change {
  /** Path as the engine writes it: `envs[0]`, `healthcheck.interval`, `labels["a.b"]`. */
  readonly path: string;
  readonly kind: ChangeKind;
  /** Whether it needs a new resource. */
  readonly replace: boolean;
}

/** How the properties of a kind of resource are compared. */
export interface DiffRules {
  /** Whether a change of this top-level property needs a new resource. */
  readonly replaces: (key: string) => boolean;
  /** Lists whose order means nothing, by their path without indices: `envs`, `capabilities.adds`. */
  readonly sets?: readonly string[];
  /**
   * The recorded properties as the official plugin reads them back from the living thing. It compares what is wanted
   * with that form, so that a property that is written otherwise always looks changed.
   */
  readonly asRead?: (recorded: Props) => Props;
  /** Properties that make no difference. */
  readonly ignored?: readonly string[];
  /** What an absent property means. */
  readonly defaults?: Props;
}

/**
 * Compares the inputs of the last run with the wanted ones. A secret equals its plain value;
 * a value that is not known yet always differs.
 */
export function diffInputs(olds: Props, news: Props, rules: DiffRules): Change[] {
  const { asRead = (props) => props } = rules;
  const recorded = asRead(revealProps(olds));
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(news)])].sort();
  return keys
    .filter((key) => !key.startsWith("__") && !rules.ignored?.includes(key))
    .flatMap((key) => {
      const before = plain(recorded[key] ?? rules.defaults?.[key]);
      const after = plain(news[key] ?? rules.defaults?.[key]);
      const replace = rules.replaces(key);
      const changes = compare(step("", key), before, after, rules.sets ?? []);
      return changes.map(({ path, kind }) => ({ path, kind, replace }));
    });
}

/** Null and unset are the same to Pulumi. */
function plain(value: Value | undefined): Value | undefined {
  return value === undefined || value === null ? undefined : reveal(value);
}

function compare(
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  sets: readonly string[],
): Omit<Change, "replace">[] {
  const old = before ?? undefined;
  const now = after ?? undefined;
  if (old === undefined && now === undefined) return [];
  if (old === undefined) return [{ path, kind: "add" }];
  if (now === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(now)) {
    if (sets.includes(path.replaceAll(/\[\d+\]/g, "")) && sameSet(old, now)) return [];
    const length = Math.max(old.length, now.length);
    return Array.from({ length }, (_, i) => compare(`${path}[${i}]`, old[i], now[i], sets)).flat();
  }
  if (isObject(old) && isObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => compare(step(path, key), old[key], now[key], sets));
  }
  return old === now && !hasUnknown(now) ? [] : [{ path, kind: "update" }];
}

function step(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function sameSet(before: Value | undefined, after: Value | undefined): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || hasUnknown(after)) return false;
  const list = (items: readonly Value[]): string[] => items.map((item) => canonical(item)).sort();
  const old = list(before);
  const now = list(after);
  return old.length === now.length && old.every((item, i) => item === now[i]);
}

function canonical(value: Value): string {
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
