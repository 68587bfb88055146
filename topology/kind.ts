import type { Finding, Path } from "../config/findings.js";
import type { LoadedSettings } from "../config/load.js";
import type { NetworkKey } from "../config/networks.js";
import type { StackSettings } from "../config/schema.js";
import type { Packages, Shared, SourceText, StackContext } from "./context.js";
import type { EngineRange } from "./engine-range.js";
import type { KindFounding } from "./founding.js";
import type { VendorArchive } from "./images/vendor-archive.js";
import type { Networks, Plan } from "./model/plan.js";
import type { PlannedQuorum } from "./model/quorum.js";
import type { RoleTraits } from "./model/role-traits.js";
import type { PlannedBridge } from "./model/server.js";
import type { Limits, PlannedService } from "./model/service.js";
import type { OwnNeeds } from "./need.js";
import type { PackageSecrets } from "./package-secrets.js";
import type { NetworkText } from "./plan-text/text.js";
import type { QuorumRules } from "./quorum/rules.js";
import type { Named, Needed, RuleGroup } from "./rules/rule.js";
import type { KindStatus } from "./status/kind.js";

/** What a network adds to the plan of its stack: services, quorums, bridge networks, and a part of its own. */
export interface NetworkPart {
  readonly services: readonly PlannedService[];
  readonly quorums: readonly PlannedQuorum[];
  readonly bridges: readonly PlannedBridge[];
  readonly own: Networks;
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
  readonly plan: (before: Networks) => NetworkPart;
}

/** A server's name where the settings put one service on it. */
export interface ServerNamed {
  readonly server: string;
  readonly path: Path;
}

/** Rules of one kind of network. */
export interface KindRules {
  /** By title, for the reference. Those that are run elsewhere, such as on a package that is read, stand there too. */
  readonly groups: readonly RuleGroup[];
  /** Judges the settings. */
  settings(settings: LoadedSettings): Finding[];
  /** Judges what the planner made of them. */
  plan?(plan: Plan): Finding[];
}

/**
 * A kind of network, as the plan needs to know it: everything else about it stands in its own folder. Hooks that take
 * settings or a plan give nothing where the stack has no such network.
 */
export interface NetworkKind {
  /** Key of its settings, and of its part of a plan. */
  readonly key: NetworkKey;
  readonly rules: KindRules;
  /** Every place where the settings name a server for one service. */
  servers(settings: LoadedSettings): readonly ServerNamed[];
  /** Names that must differ in more than case, those together that must differ from one another. */
  names?(settings: LoadedSettings): readonly (readonly Named[])[];
  /** Images by their name in the catalogue; not those that come with a vendor's package. */
  images(settings: LoadedSettings): readonly Needed[];
  /** Whether a vendor's package brings archives of its own services' images. */
  hasOwnArchives?(settings: LoadedSettings): boolean;
  /** Those archives, as they were read. */
  archives?(packages: Packages): readonly VendorArchive[];
  /** Its settings without what stands on servers that nobody knows; nothing where too little is left to be planned. */
  placed(settings: LoadedSettings): Partial<LoadedSettings>;
  /** Plans it. Nothing also where a package that it needs was not read. */
  planner(context: StackContext): NetworkPlanner | undefined;
  /** Sources of contracts that it deploys on another network of the stack. */
  contracts?(context: Pick<StackContext, "settings" | "packages">): readonly SourceText[];
  /** What is left for another network's service on a server that it divides as a whole. */
  share?(limits: Limits, settings: StackSettings, place: Shared): Limits;
  readonly roles: Readonly<Record<string, RoleTraits>>;
  /** Services of one phase may start together; these are its own, in order. */
  readonly phases: readonly string[];
  readonly quorums: readonly QuorumRules[];
  /** For a kind that has data of its own which depends on what the network was founded with. */
  readonly founding?: KindFounding<unknown>;
  /** What it says of one server as a whole, where its services have no rows of their own. */
  needs?(plan: Pick<Plan, "networks" | "services">, server: string): OwnNeeds | undefined;
  /** What preflight is told about a server beside what every network's has. */
  preflight?(plan: Plan, server: string): Readonly<Record<string, unknown>>;
  /** Docker engines that it runs on. Default: all that networks were run on. */
  engines?(plan: Plan): EngineRange | undefined;
  readonly status?: KindStatus;
  /** Name in the stack's outputs of the certificate that material holds; nothing for another network's. */
  certificate?(material: string): string | undefined;
  /** How a certificate of its own is given another end; nothing for one of another network. */
  renewal?(certificate: string): string | undefined;
  /** What the page about a stack says of it. */
  text(plan: Plan): NetworkText | undefined;
}
