/** What a load saw while a fault was made, and what the ledgers said afterwards. */
export interface LoadResult {
  readonly committed: number;
  /** Committed transactions that a peer's ledger does not hold. */
  readonly lost: number;
  /** Sent, and no commit status could be read: in all ledgers, or in none. */
  readonly unknownPresent: number;
  readonly unknownAbsent: number;
  /** Not endorsed, so sent to no orderer. */
  readonly refused: number;
  readonly invalid: number;
  /** Longest time in which one of the applications saw no commit. */
  readonly gapSeconds: number;
  /** How long the load ran. */
  readonly seconds: number;
}

/** Figures of one trial that are many of a kind, e.g. the moments at which a run was killed. */
export interface Detail {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What came of one trial. */
export interface TrialResult {
  readonly name: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly seed: number;
  readonly seconds: number;
  /** What should have been and was not; none: survived. */
  readonly problems: readonly string[];
  readonly load?: LoadResult;
  /** What the run after the fault changed. */
  readonly rerun?: string;
  readonly notes: readonly string[];
  readonly details: readonly Detail[];
}

/** Gathers what a trial finds out. A problem does not end the trial: the rest of the figures are wanted too. */
export class Findings {
  readonly #problems: string[] = [];
  readonly #notes: string[] = [];
  readonly #details: Detail[] = [];
  readonly #begun = Date.now();
  #load: LoadResult | undefined;
  #rerun: string | undefined;
  /** Shows a line and keeps it not. */
  readonly say: (line: string) => void;

  /** @param say shows each finding as it comes */
  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** Something that should have been and was not. */
  problem(text: string): void {
    this.say(`PROBLEM: ${text}`);
    this.#problems.push(text);
  }

  /** A problem unless it holds. */
  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.problem(otherwise);
  }

  /** A figure worth telling. */
  note(text: string): void {
    this.say(text);
    this.#notes.push(text);
  }

  detail(detail: Detail): void {
    this.#details.push(detail);
  }

  /** What the run after the fault changed. */
  rerun(text: string): void {
    this.say(`re-run: ${text}`);
    this.#rerun = text;
  }

  /** What the load saw; transactions that were lost are a problem. */
  load(load: LoadResult): void {
    const { committed, lost, gapSeconds } = load;
    this.say(`${committed} committed, ${lost} lost, longest gap ${gapSeconds} s`);
    this.#load = load;
    this.expect(lost === 0, `${lost} committed transactions are lost`);
  }

  result(name: string, seed: number): TrialResult {
    return {
      name,
      at: new Date(this.#begun).toISOString(),
      seed,
      seconds: Math.round((Date.now() - this.#begun) / 1000),
      problems: this.#problems,
      ...(this.#load ? { load: this.#load } : {}),
      ...(this.#rerun === undefined ? {} : { rerun: this.#rerun }),
      notes: this.#notes,
      details: this.#details,
    };
  }
}
