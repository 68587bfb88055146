import type { NetworkPart, NetworkPlanner } from "../kind.js";
import type { PlannedService } from "../model/service.js";
import { byName, sortedEntries } from "../names.js";
import { planCertificates } from "./certificates/planned.js";
import { consoleName, planConsole } from "./console.js";
import type { FiscoContext } from "./context.js";
import { faultTolerance } from "./fault-tolerance.js";
import { planNode, sealerQuorum } from "./node.js";
import { claimPorts, placeNodes } from "./place-nodes.js";
import { planSdk } from "./sdk.js";
import type { FiscoPlan } from "./types.js";

/** A chain of FISCO BCOS 2.9: its services and what must be made for them. */
export function fiscoPlanner(context: FiscoContext): NetworkPlanner {
  return { claimPorts: () => claimPorts(context), plan: () => fiscoPart(context) };
}

function fiscoPart(context: FiscoContext): NetworkPart {
  const { fisco, services } = planFisco(context);
  const members = services.filter(({ role }) => role === "fisco-node");
  return {
    services,
    quorums: [{ name: sealerQuorum, kind: "sealer", members }],
    bridges: [],
    own: { fisco },
  };
}

/** The chain's services and its part of the plan. Written ports were claimed before. */
export function planFisco(context: FiscoContext): { fisco: FiscoPlan; services: PlannedService[] } {
  const { fisco } = context;
  const nodes = placeNodes(context);
  const agencies = sortedEntries(fisco.agencies).map(([name, agency]) => ({
    name,
    nodes: Object.keys(agency.nodes).sort(byName),
  }));
  const sdks = agencies.map(({ name }) => planSdk(name, fisco.sdkCertificate, nodes));
  const consoleSdk = sdks.find(({ agency }) => agency === fisco.console?.agency);
  const console = fisco.console && consoleSdk && planConsole(context, fisco.console, consoleSdk);
  return {
    services: [...nodes.map((node) => planNode(context, node, nodes)), ...(console ? [console] : [])],
    fisco: {
      version: fisco.version,
      chainId: fisco.chainId,
      groupId: fisco.groupId,
      agencies,
      nodes,
      tolerance: faultTolerance(nodes.length),
      genesis: {
        maxTransactions: fisco.genesis.maxTransactions,
        gasLimit: fisco.genesis.gasLimit,
        timeoutMs: fisco.genesis.timeout,
      },
      sdkCertificate: fisco.sdkCertificate,
      certificates: planCertificates({ agencies, sdkCertificate: fisco.sdkCertificate }),
      validityDays: fisco.certificates.validityDays,
      sdks,
      ...(console ? { console: consoleName } : {}),
    },
  };
}
