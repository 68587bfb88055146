import type { StackBase, StackContext } from "./context.js";
import type { NetworkPart } from "./kind.js";
import type { Networks } from "./model/plan.js";
import { kinds } from "./networks.js";
import { mergedSecrets } from "./package-secrets.js";

/** Plans every network of a stack. All written ports are taken before any network is handed out others. */
export function planNetworks(stack: StackBase): Required<NetworkPart> {
  const context: StackContext = {
    ...stack,
    contracts: kinds.flatMap((kind) => kind.contracts?.(stack) ?? []),
    share: (limits, place) =>
      kinds.reduce((left, kind) => kind.share?.(left, stack.settings, place) ?? left, limits),
  };
  const planners = kinds.flatMap((kind) => kind.planner(context) ?? []);
  for (const { claimPorts } of planners) claimPorts();
  const own: Networks = {};
  const parts = planners.map(({ plan }) => {
    const part = plan(own);
    Object.assign(own, part.own);
    return part;
  });
  return {
    services: parts.flatMap(({ services }) => services),
    quorums: parts.flatMap(({ quorums }) => quorums),
    bridges: parts.flatMap(({ bridges }) => bridges),
    own,
    dials: parts.flatMap(({ dials = [] }) => dials),
    secrets: mergedSecrets(parts.flatMap(({ secrets = [] }) => secrets)),
    findings: parts.flatMap(({ findings = [] }) => findings),
  };
}
