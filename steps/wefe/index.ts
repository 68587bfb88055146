import type { KindSteps } from "../kind.js";
import { checkVendor } from "./check-vendor.js";

/** What WeFe adds to the steps. */
export const wefeSteps: KindSteps = {
  preflight: checkVendor,
  steps: {
    "place-files": async () => (await import("./place/place.js")).placeFiles,
    "remove-files": async () => (await import("./place/place.js")).removeFiles,
    "wefe-root-organization": async () => (await import("./root-organization.js")).rootOrganization,
  },
};
