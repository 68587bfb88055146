import type { Path } from "../../../config/findings.js";
import type { Rule } from "../../rules/rule.js";
import { placementsOf } from "../placements.js";
import type { FiscoStack } from "./subject.js";

const noisy = ["trace", "debug"];

/** Production logs at info: one node wrote 10 to 20 GB a day with more. */
export const logLevel: Rule<FiscoStack> = {
  id: "fisco-log-level",
  severity: "warning",
  holds: "in production no node logs at trace or debug",
  source: "FISCO BCOS operation manual: info in production; FISCO-BCOS issue 443: 10 to 20 GB a day",
  check({ tier, fisco }, at) {
    if (tier !== "production") return [];
    const levels: { readonly level: string | undefined; readonly path: Path }[] = [
      { level: fisco.logs.level, path: ["fisco", "logs", "level"] },
      ...placementsOf(fisco).map(({ settings, path }) => ({
        level: settings.logLevel,
        path: [...path, "logLevel"],
      })),
    ];
    return levels
      .filter(({ level }) => level !== undefined && noisy.includes(level))
      .map(({ level, path }) =>
        at(path, {
          message: "it fills the disk and slows the node down",
          found: level ?? "",
          allowed: "info or less",
          remedy: "write info, or accept fisco-log-level while you look for something",
        }),
      );
  },
};
