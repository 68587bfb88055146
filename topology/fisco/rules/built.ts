import type { Rule } from "../../rules/rule.js";
import type { FiscoStack } from "./subject.js";

const built = ["2.9.0", "2.9.1"];

/** Versions that differ in file names, keys, TLS, RPC and quorum rule are refused, never half-made. */
export const versionBuilt: Rule<FiscoStack> = {
  id: "fisco-not-built",
  severity: "error",
  holds: "the chain is of a version that is built: 2.9.0 or 2.9.1",
  source: "own: 3.x has other files, keys, TLS, RPC and a quorum of weights",
  check({ fisco: { version } }, at) {
    if (built.includes(version)) return [];
    return [
      at(["fisco", "version"], {
        message: `FISCO BCOS ${version} is not built yet`,
        found: version,
        allowed: built.join(" and "),
        remedy: 'use "2.9.1", or wait for a release that builds it',
      }),
    ];
  },
};
