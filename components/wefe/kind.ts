import type { KindComponents } from "../kind.js";
import { hasWefe, WefeFederation } from "./federation.js";

/** WeFe. */
export const wefeComponents: KindComponents = {
  key: "wefe",
  make: (plan, parent) =>
    hasWefe(plan) ? new WefeFederation("wefe", plan, parent && { parent }) : undefined,
};
