import type { Link } from "../../hosts/ssh/index.js";
import type { Answer, QuorumRules } from "../../topology/quorum/rules.js";
import type { GateMember } from "../specs.js";

/** What a member tells besides the state of its container. */
export type Told<A extends Answer> = Omit<A, "container">;

/** How the members of one kind of quorum are asked, and the rules by which their answers are judged. */
export interface QuorumAsker<A extends Answer = Answer> {
  readonly rules: QuorumRules<A>;
  /** What is known of a member that does not answer. */
  readonly silent: Told<A>;
  /** Asks one member whose container runs, over a link to its own server. Never throws: a silent one is a finding. */
  ask(link: Link, member: GateMember): Promise<Told<A>>;
  /** Told of a member whose container does not run, where an asker remembers what members said before. */
  stopped?(member: GateMember): void;
}
