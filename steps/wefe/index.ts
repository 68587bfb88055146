import type { KindSteps } from "../kind.js";

/** What WeFe adds to the steps. */
export const wefeSteps: KindSteps = {
  steps: {
    "place-files": async () => (await import("./place/place.js")).placeFiles,
    "remove-files": async () => (await import("./place/place.js")).removeFiles,
    "wefe-root-organization": async () => (await import("./root-organization.js")).rootOrganization,
  },
};
