import type { Plan } from "./model/plan.js";
import type { PlannedQuorum } from "./model/quorum.js";
import type { PlannedService } from "./model/service.js";
import { phases } from "./networks.js";

/** Services of one phase that may be started or stopped together: all of it, or those that wait for the same others. */
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

/**
 * The chosen services in the order in which they start: by phase, and within one by what each starts after. A stop goes through them from the end.
 */
export function wavesOf(
  { quorums: all, services: planned }: Pick<Plan, "quorums" | "services">,
  chosen: readonly PlannedService[],
): readonly Wave[] {
  const after: After = Object.fromEntries(planned.map((service) => [service.name, service.after ?? []]));
  return phases.flatMap((phase) => {
    const services = chosen.filter((service) => service.phase === phase);
    return layersOf(services, after).map((layer) => waveOf(phase, layer, all));
  });
}

function waveOf(
  phase: Wave["phase"],
  services: readonly PlannedService[],
  all: readonly PlannedQuorum[],
): Wave {
  const names = new Set(services.map(({ name }) => name));
  const quorums = all.flatMap((quorum) => {
    const members = quorum.members.map(({ name }) => name).filter((name) => names.has(name));
    return members.length === 0 ? [] : [{ quorum, members }];
  });
  const inQuorum = new Set(quorums.flatMap(({ members }) => members));
  return { phase, services, quorums, singles: services.filter(({ name }) => !inQuorum.has(name)) };
}

type After = Readonly<Record<string, readonly string[]>>;

/** Services in layers, each after all that it waits for, also by way of one that was not chosen. */
function layersOf(services: readonly PlannedService[], after: After): PlannedService[][] {
  const layers: PlannedService[][] = [];
  for (let left = [...services]; left.length > 0; ) {
    const names = left.map(({ name }) => name);
    const free = left.filter(({ name }) => {
      const before = allBefore(name, after);
      return !names.some((other) => other !== name && before.has(other));
    });
    // Services that wait for each other have no order.
    const layer = free.length > 0 ? free : left;
    layers.push(layer);
    left = left.filter((service) => !layer.includes(service));
  }
  return layers;
}

function allBefore(name: string, after: After, found: Set<string> = new Set()): Set<string> {
  for (const other of after[name] ?? []) if (!found.has(other)) allBefore(other, after, found.add(other));
  return found;
}
