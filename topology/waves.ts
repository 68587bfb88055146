import { type Plan, type PlannedQuorum, type PlannedService, phases } from "./types.js";

/** Services of one phase: they may be started or stopped together. */
export interface Wave {
  readonly phase: PlannedService["phase"];
  readonly services: readonly PlannedService[];
  /** Quorums that some of them are members of, each with the members that were chosen. */
  readonly quorums: readonly ChosenMembers[];
  /** Those that belong to no quorum, such as chaincode. */
  readonly singles: readonly PlannedService[];
}

/** Members of a quorum that were chosen, in the planned order. */
export interface ChosenMembers {
  readonly quorum: PlannedQuorum;
  readonly members: readonly string[];
}

/** The chosen services by phase, in the order in which phases start; a stop goes through them from the end. */
export function wavesOf(
  { quorums: all }: Pick<Plan, "quorums">,
  chosen: readonly PlannedService[],
): readonly Wave[] {
  return phases.flatMap((phase): Wave[] => {
    const services = chosen.filter((service) => service.phase === phase);
    if (services.length === 0) return [];
    const names = new Set(services.map(({ name }) => name));
    const quorums = all.flatMap((quorum) => {
      const members = quorum.members.map(({ name }) => name).filter((name) => names.has(name));
      return members.length === 0 ? [] : [{ quorum, members }];
    });
    const inQuorum = new Set(quorums.flatMap(({ members }) => members));
    return [{ phase, services, quorums, singles: services.filter(({ name }) => !inQuorum.has(name)) }];
  });
}
