import type { KindComponents } from "../kind.js";
import { FiscoChain, hasFisco } from "./fisco-chain.js";

/** FISCO BCOS. */
export const fiscoComponents: KindComponents = {
  key: "fisco",
  make: (plan, parent) => (hasFisco(plan) ? new FiscoChain("fisco", plan, parent && { parent }) : undefined),
};
