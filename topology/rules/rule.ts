import { type Finding, formatPath, type Path, type RuleDescription } from "../../config/findings.js";

/** What a rule has to say about one place. */
export interface Complaint {
  /** What is wrong, without a full stop. */
  readonly message: string;
  /** What was found, as the user would recognise it. */
  readonly found: string;
  readonly allowed: string;
  readonly remedy: string;
}

/** Rules that belong together, for the reference. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleDescription[];
}

/** A name, and where it stands in the configuration. */
export interface Named {
  readonly name: string;
  readonly path: Path;
}

/** The keys of a map of the configuration as names. */
export function named(base: Path, map: Readonly<Record<string, unknown>>): Named[] {
  return Object.keys(map).map((name) => ({ name, path: [...base, name] }));
}

/** An image that some service will run, by its name in the catalogue, and where the need comes from. */
export type Needed = Named;

/** An image that stands in the catalogue. */
export function referenced(name: string): Needed {
  return { name, path: ["images", "references", name] };
}

/** Makes a finding of the rule that runs, at a place below its subject. */
export type At = (path: Path, complaint: Complaint) => Finding;

/** One rule about a part of the configuration: pure, tested as a table. */
export interface Rule<Subject> extends RuleDescription {
  check(subject: Subject, at: At): readonly Finding[];
}

/** Runs rules over a subject that stands at `base` in the configuration. */
export function runRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  base: Path = [],
): Finding[] {
  return rules.flatMap(({ id, severity, check }) =>
    check(subject, (path, complaint) => ({
      path: formatPath([...base, ...path]),
      rule: id,
      severity,
      ...complaint,
    })),
  );
}

/** Values that occur more than once, each with everything that has it, in the order given. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()].filter((group) => group.length > 1);
}
