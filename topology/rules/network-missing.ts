import type { LoadedSettings } from "../../config/load.js";
import { networkKeys } from "../../config/networks.js";
import type { Rule } from "./rule.js";

/** A stack describes a network; servers alone are nothing to make. */
export const networkMissing: Rule<LoadedSettings> = {
  id: "network-missing",
  severity: "error",
  holds: "the stack describes a network",
  source: "own",
  check(settings, at) {
    if (networkKeys.some((key) => settings[key] !== undefined)) return [];
    return [
      at(["fabric"], {
        message: "the stack describes no network",
        found: "nothing",
        allowed: "consortium:fabric with a version, an ordering service and organisations",
        remedy: "start from Pulumi.prod.yaml",
      }),
    ];
  },
};
