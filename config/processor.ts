import type { ArmLevel, PlannedServer } from "../topology/types.js";

/** What a server's processor may be said to be: an architecture, of 64-bit ARM also its level. */
export const processors = ["amd64", "arm64", "arm64-v8.0", "arm64-v8.2"] as const;
export type Processor = (typeof processors)[number];

const levels: Readonly<Partial<Record<Processor, ArmLevel>>> = { "arm64-v8.0": "v8.0", "arm64-v8.2": "v8.2" };

/** The architecture, by which images are chosen, and the level where one was said. */
export function processorOf(processor: Processor): Pick<PlannedServer, "arch" | "armLevel"> {
  const level = levels[processor];
  return { arch: processor === "amd64" ? "amd64" : "arm64", ...(level ? { armLevel: level } : {}) };
}
