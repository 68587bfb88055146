import type { Rule } from "../../rules/rule.js";
import type { WefeStack } from "./subject.js";

/** What another chain would take is the vendor's, and is not in the package. */
export const chainKind: Rule<WefeStack> = {
  id: "wefe-chain-kind",
  severity: "error",
  holds: "the union's chain is FISCO BCOS",
  source: "WeFe deployment manual, 7.7",
  check({ wefe: { chain } }, at) {
    if (chain === "fisco") return [];
    return [
      at(["wefe", "chain"], {
        message: "Huawei's blockchain is not built",
        found: chain,
        allowed: "fisco",
        remedy:
          "the vendor swaps jars and settings of three services by an archive of its own (wefe-blockchain-huawei.zip), which could not be had; put them into the package by hand and use union.existing.fisco, or take FISCO BCOS",
      }),
    ];
  },
};

/** The union's services end without their contracts. */
export const chainMissing: Rule<WefeStack> = {
  id: "wefe-chain-missing",
  severity: "error",
  holds: "a union that is placed here has a chain: consortium:fisco, or one that is there already",
  source:
    "WeFe deployment manual, 3.1; WeFe union-service, BlockChainConfig.java: it ends without its contracts",
  check({ fisco, wefe: { union } }, at) {
    if (union.server === undefined || fisco || union.existing.fisco !== undefined) return [];
    return [
      at(["wefe", "union"], {
        message: "a union without a chain",
        found: "neither consortium:fisco nor union.existing.fisco",
        allowed: "a chain of FISCO BCOS 2.9",
        remedy: "describe one in consortium:fisco, or write existing: { fisco: ADDRESS }",
      }),
    ];
  },
};

/** The contracts are deployed by the console's own commands. */
export const consoleMissing: Rule<WefeStack> = {
  id: "wefe-console-missing",
  severity: "error",
  holds: "the chain of a union that is placed here has a console",
  source: "WeFe deployment manual, 6.2: its contracts are deployed and looked up in the console",
  check({ fisco, wefe: { union } }, at) {
    if (union.server === undefined || !fisco || fisco.console || union.existing.fisco !== undefined)
      return [];
    return [
      at(["fisco", "console"], {
        message: "the union's contracts are deployed through the console, and there is none",
        found: "no console",
        allowed: "console: { server, agency }",
        remedy: `write console: { server: ${union.server}, agency: ${Object.keys(fisco.agencies)[0] ?? "NAME"} }`,
      }),
    ];
  },
};
