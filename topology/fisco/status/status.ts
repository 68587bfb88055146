import type { KindStatus } from "../../status/kind.js";
import type { ChainHealth } from "../health/judge.js";
import { sealerRules } from "../quorum/sealer.js";
import { chainFindings, chainOf } from "./chain.js";

/** How a chain is: judged as a whole, since one of its nodes may be away. */
export const fiscoStatus: KindStatus = {
  judges: [sealerRules.kind],
  parts({ networks: { fisco } }, seen) {
    const chain = chainOf(fisco, seen);
    return chain ? { chain } : {};
  },
  lines({ chain }) {
    return chain === undefined ? [] : [`Chain: ${(chain as ChainHealth).summary}`];
  },
  findings({ networks: { fisco } }, seen, said) {
    const chain = chainOf(fisco, seen);
    return chain ? chainFindings(chain, said) : [];
  },
};
