import type { Lab } from "../lab.js";

/** Settings some faults take, as given on the command line. */
export interface FaultOptions {
  /** Name of the program to kill, as the kernel shows it (at most 15 letters), e.g. `java`. */
  readonly process?: string;
  /** Outgoing rate in tc's words, e.g. `1mbit`. */
  readonly rate?: string;
  /** Delay of outgoing packets in tc's words, e.g. `100ms`. */
  readonly delay?: string;
  /** Seconds the clock is off: positive runs ahead. */
  readonly offsetSeconds?: number;
}

/** Something that goes wrong with servers, made on purpose on hosts of the lab. */
export interface Fault {
  readonly name: string;
  /** One line for the help text. */
  readonly summary: string;
  /** Makes it happen on all hosts at once. Throws with the reason where this machine or host cannot. */
  apply(lab: Lab, hosts: readonly string[], options: FaultOptions): Promise<void>;
  /** Undoes it; harmless where it was not made. Absent: it passes by itself. */
  heal?(lab: Lab, host: string): Promise<void>;
}
