import { markdownTable } from "../plan-text/markdown.js";
import type { NetworkText } from "../plan-text/text.js";
import type { FiscoPlan } from "./types.js";

/** A chain: its agencies and nodes, what may fail, and what block 0 says. */
export function fiscoText(fisco: FiscoPlan): NetworkText {
  return {
    title: `FISCO BCOS ${fisco.version}`,
    sections: [
      ["Nodes", nodes(fisco)],
      ["Chain", chain(fisco)],
    ],
    afterPhases: [],
  };
}

function nodes({ nodes: all }: FiscoPlan): string {
  return markdownTable(
    ["node", "agency", "server", "p2p", "channel", "RPC", "dials"],
    all.map(({ name, agency, server, address, p2pPort, channelPort, rpcAddress, rpcPort, dials }) => [
      name,
      agency,
      server,
      `${address}:${p2pPort}`,
      `${address}:${channelPort}`,
      `${rpcAddress}:${rpcPort}`,
      dials.join(", "),
    ]),
  );
}

function chain({ tolerance, chainId, groupId, genesis, sdkCertificate, validityDays }: FiscoPlan): string {
  const { sealers, mayFail, needed } = tolerance;
  return markdownTable(
    ["", ""],
    [
      ["sealers", `${sealers}, of which ${mayFail} may fail: ${needed} must agree on a block`],
      ["chain, group (frozen)", `${chainId}, ${groupId}`],
      ["transactions in a block (frozen)", `at most ${genesis.maxTransactions}`],
      ["gas of a transaction (frozen)", `at most ${genesis.gasLimit}`],
      ["time for a block (frozen)", `${genesis.timeoutMs / 1000} s`],
      ["SDKs' certificates", sdkCertificate],
      ["certificates are valid", `${validityDays} days`],
    ],
  );
}
