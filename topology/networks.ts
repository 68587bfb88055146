import type { StackSettings } from "../config/schema.js";
import type { StackContext } from "./context.js";
import { fabricPlanner } from "./fabric/plan.js";
import { fabricStatus } from "./fabric/status/status.js";
import { fiscoPlanner } from "./fisco/plan.js";
import { fiscoStatus } from "./fisco/status/status.js";
import type { NetworkPart, NetworkPlanner, OwnParts } from "./kind.js";
import type { KindStatus } from "./status/kind.js";
import { contractFilesOf } from "./wefe/contract-files.js";
import { wefePlanner } from "./wefe/plan.js";
import { mergedSecrets } from "./wefe/secrets.js";

/** Keys of the settings that each describe a network; a stack has one of them or more. */
export const networkKeys = ["fabric", "fisco", "wefe"] as const satisfies readonly (keyof StackSettings &
  keyof OwnParts)[];

/** The networks that the settings describe. This is where another kind comes in. */
function plannersOf(context: StackContext): NetworkPlanner[] {
  const { fabric, fisco, wefe } = context.settings;
  // Without its package nothing is known of a federation's services: what can be judged is judged by its settings.
  const vendorPackage = context.packages.wefe;
  const chain = contractFilesOf(wefe, vendorPackage);
  return [
    ...(fabric ? [fabricPlanner({ ...context, fabric })] : []),
    ...(fisco ? [fiscoPlanner({ ...context, fisco, contracts: chain.contracts })] : []),
    ...(wefe && vendorPackage ? [wefePlanner({ ...context, wefe, vendorPackage })] : []),
  ];
}

/** What each kind adds to a stack's status. */
export const kindStatuses: readonly KindStatus[] = [fabricStatus, fiscoStatus];

/** Plans every network of a stack. All written ports are taken before any network is handed out others. */
export function planNetworks(context: StackContext): Required<NetworkPart> {
  const planners = plannersOf(context);
  for (const { claimPorts } of planners) claimPorts();
  const own: OwnParts = {};
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
