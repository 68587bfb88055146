/** Parts of the set-up that can be asked for alone. */
export const groups = ["tools", "plugins", "engine", "images"] as const;
export type Group = (typeof groups)[number];

/** How a step ended. `skipped`: something it needs failed. */
export type Outcome = "found" | "made" | "failed" | "skipped";

/** One thing the set-up finds or makes. */
export interface Step {
  readonly id: string;
  readonly title: string;
  /** `any`: runs whatever is asked for. */
  readonly group: Group | "any";
  /** Ids of steps that must not have failed before. */
  readonly needs?: readonly string[];
  /** Says whether the thing was there; throws with the one command that mends what is missing. */
  run(
    onLine: (line: string) => void,
  ): Promise<{ readonly outcome: "found" | "made"; readonly detail?: string }>;
}

/** A step that ran, or could not. */
export interface StepResult {
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** A version or place; for a failed step the error with its remedy. */
  readonly detail: string;
}

/** Reads `--only tools,images`; throws on an unknown name. */
export function parseGroups(text: string | undefined): readonly Group[] {
  if (text === undefined) return groups;
  const wanted = text.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !groups.some((group) => group === name));
  if (unknown !== undefined) {
    throw new RangeError(`--only ${unknown}: choose from ${groups.join(", ")}`);
  }
  return groups.filter((group) => wanted.includes(group));
}

/** The steps of the wanted groups and of `any`, with the steps those need, in their given order. */
export function selectSteps(all: readonly Step[], wanted: readonly Group[]): Step[] {
  const asked = all.filter(({ group }) => group === "any" || wanted.includes(group));
  const chosen = new Set(asked.map((step) => step.id));
  for (const step of [...all].reverse()) {
    if (chosen.has(step.id)) for (const need of step.needs ?? []) chosen.add(need);
  }
  return all.filter((step) => chosen.has(step.id));
}

/** The groups some steps belong to, in their usual order. */
export function groupsOf(steps: readonly Step[]): Group[] {
  return groups.filter((group) => steps.some((step) => step.group === group));
}
