import type { Step } from "../step.js";

/** `fisco-founding`: when the chain was founded. What it was founded with stands in the spec, which the state keeps. */
export interface FiscoFoundingSpec {
  readonly step: "fisco-founding";
  readonly founding: unknown;
}

/** What is made once: the time that block 0 bears and from which every certificate is valid. */
export interface FiscoFounded {
  /** Milliseconds since 1970. */
  readonly timestampMs: number;
}

/** Says the time, once: run again it would found another chain, so the state keeps the answer. */
export const fiscoFounding: Step<FiscoFoundingSpec> = {
  async run(): Promise<FiscoFounded> {
    return { timestampMs: Date.now() };
  },
};
