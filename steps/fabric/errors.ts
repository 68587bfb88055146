import type { AdminPlace, FabricNode } from "./specs.js";

/** Why an admin operation failed: who did what where, what was seen, what to try. */
export class AdminError extends Error {
  constructor(place: Pick<AdminPlace, "organization" | "server">, what: string, details: readonly string[]) {
    const lines = [`${place.organization.name} on server ${place.server.name}: ${what}`, ...details];
    super(lines.join("\n  "));
    this.name = "AdminError";
  }
}

/** The lines of a program's errors that say something, last ones last, without Go's usage text. */
export function lastLines(text: string, count = 8): string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "")
    .slice(-count);
}

/** How to look at what a node says. */
export function logsOf(stack: string, node: FabricNode): string {
  return `see on server ${node.server}: docker logs --tail 50 ${stack}-${node.name}`;
}
