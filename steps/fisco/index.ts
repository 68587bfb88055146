import type { KindSteps } from "../kind.js";

/** What FISCO BCOS adds to the steps. */
export const fiscoSteps: KindSteps = {
  steps: {
    "fisco-founding": async () => (await import("./founding.js")).fiscoFounding,
    "fisco-contracts": async () => (await import("./contracts.js")).fiscoContracts,
  },
  quorums: { sealer: async () => (await import("./sealer.js")).sealerAsker },
};
