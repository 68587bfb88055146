import { networkPage, networkPageMark } from "./network-page.js";
import { type PlanSource, serverFile, serverFileMark } from "./server-file.js";

export type { PlanSource } from "./server-file.js";

/**
 * A plan as the files that people review, by name: one `<server>.yaml` for each server and `network.md`. The same plan
 * gives the same text on every machine; secrets appear by name only.
 */
export function planFiles(source: PlanSource): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(
      source.plan.servers.map((server) => [`${server.name}.yaml`, serverFile(source, server)]),
    ),
    "network.md": networkPage(source),
  };
}

/** Whether a text was made by {@link planFiles}, so that it may be removed when its server is gone. */
export function isPlanFile(text: string): boolean {
  return text.startsWith(serverFileMark) || text.startsWith(networkPageMark);
}
