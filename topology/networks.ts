import type { Finding } from "../config/findings.js";
import type { StackSettings } from "../config/schema.js";
import type { StackContext } from "./context.js";
import { fabricPlanner } from "./fabric/plan.js";
import { fiscoPlanner } from "./fisco/plan.js";
import type { Plan, PlannedBridge, PlannedQuorum, PlannedService } from "./types.js";
import { contractFilesOf } from "./wefe/contract-files.js";
import { wefePlanner } from "./wefe/plan.js";
import { mergedSecrets, type PackageSecrets } from "./wefe/secrets.js";

/** Keys of the settings that each describe a network; a stack has one of them or more. */
export const networkKeys = ["fabric", "fisco", "wefe"] as const satisfies readonly (keyof StackSettings &
  keyof Plan)[];

/** The parts of a plan that are one kind of network's own. */
export type OwnParts = Pick<Plan, (typeof networkKeys)[number]>;

/** What a network adds to the plan of its stack: services, quorums, bridge networks, and a part of its own. */
export interface NetworkPart {
  readonly services: readonly PlannedService[];
  readonly quorums: readonly PlannedQuorum[];
  readonly bridges: readonly PlannedBridge[];
  readonly own: OwnParts;
  /** Servers that dial each other although no host entry says so, each pair as who dials whom. */
  readonly dials?: readonly (readonly [from: string, to: string])[];
  /** Passwords of what was read from this machine, by the names that the plan has for them. */
  readonly secrets?: PackageSecrets;
  /** What is wrong with what was read from this machine besides the settings, such as a vendor's package. */
  readonly findings?: readonly Finding[];
}

/** A network of a stack before it is planned. */
export interface NetworkPlanner {
  /** Takes the ports that the user wrote. */
  readonly claimPorts: () => void;
  /** @param before the own parts of the networks that were planned before, in the order of `networkKeys` */
  readonly plan: (before: OwnParts) => NetworkPart;
}

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
