import type { TlsClient } from "../steps/tls-over.js";
import type { Drift, Seen } from "../topology/drift/types.js";
import type { Plan } from "../topology/model/plan.js";
import type { NotAsked } from "./drift-read.js";
import type { StackPlace } from "./place.js";
import type { StateExport } from "./state.js";

/** Certificates to show to the members of quorums that ask for one, by the kind of quorum. */
export type QuorumClients = Readonly<Record<string, TlsClient>>;

/** What a network shows beside its servers, such as the channels of its ledger. */
export interface NetworkDrift {
  readonly drift: readonly Drift[];
  readonly notAsked: readonly NotAsked[];
  /** What was left out and why. */
  readonly notShown: readonly string[];
}

/** What a kind of network adds to the verbs. */
export interface KindVerbs {
  /** What gates show to members, read from the stack's outputs; undefined where no member asks for it. */
  clients?(plan: Plan, place: StackPlace): Promise<QuorumClients | undefined>;
  /** What is compared beside the servers, e.g. `channels`; nothing where the stack has no such network. */
  comparedBesides?(plan: Plan): string | undefined;
  /** Compares that with what was applied, by the stack's state with its outputs in clear. */
  drift?(plan: Plan, state: StateExport, outputs: unknown, seen: Seen): Promise<NetworkDrift>;
}
