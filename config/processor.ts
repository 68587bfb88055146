/** What a server's processor may be said to be: an architecture, of 64-bit ARM also its level. */
export const processors = ["amd64", "arm64", "arm64-v8.0", "arm64-v8.2"] as const;
export type Processor = (typeof processors)[number];

/** Levels of the 64-bit ARM architecture that software tells apart: ARMv8.0-A and ARMv8.2-A. */
export type ArmLevel = "v8.0" | "v8.2";

const levels: Readonly<Partial<Record<Processor, ArmLevel>>> = { "arm64-v8.0": "v8.0", "arm64-v8.2": "v8.2" };

/** What of a processor decides which software runs on it. */
export interface Architecture {
  /** Images are chosen by it. */
  readonly arch: "amd64" | "arm64";
  /** Oldest level of the architecture that it is said to have: software for a later one ends with "illegal instruction". */
  readonly armLevel?: ArmLevel;
}

/** The architecture of a processor, and its level where one was said. */
export function processorOf(processor: Processor): Architecture {
  const level = levels[processor];
  return { arch: processor === "amd64" ? "amd64" : "arm64", ...(level ? { armLevel: level } : {}) };
}
