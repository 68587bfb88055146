import type { Finding } from "../config/findings.js";
import type { Plan } from "./model/plan.js";
import type { PlannedQuorum } from "./model/quorum.js";
import type { PlannedBridge } from "./model/server.js";
import type { PlannedService } from "./model/service.js";
import type { PackageSecrets } from "./wefe/secrets.js";

/** The parts of a plan that are one kind of network's own. */
export type OwnParts = Pick<Plan, "fabric" | "fisco" | "wefe">;

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
  /** @param before the own parts of the networks that were planned before, in the order in which networks are planned */
  readonly plan: (before: OwnParts) => NetworkPart;
}
