import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import type { OrderingPlan } from "./types.js";
import type { PlanWithFabric } from "./with-fabric.js";

/**
 * What a network was founded with and what its data now depends on. It is kept with the genesis block, so a change is
 * refused in the preview, before anything runs.
 */
export interface FabricFounding {
  readonly systemChannel: string;
  readonly batch: OrderingPlan["batch"];
  readonly ordererMspId: string;
  /** How orderers, brokers and ZooKeeper speak. Networks founded before there was a choice do not say: they are plain. */
  readonly messaging?: "plain" | "mutual TLS";
  /** Stateful members of the ordering service: where each stands and its id. */
  readonly zookeeper: Readonly<Record<string, string>>;
  readonly kafka: Readonly<Record<string, string>>;
  readonly orderers: Readonly<Record<string, string>>;
  readonly organizations: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
  /** Peers of the founding; further ones may be added. */
  readonly peers: Readonly<Record<string, string>>;
}

const byRole = (plan: Plan, role: PlannedService["role"], describe: (service: PlannedService) => string) =>
  Object.fromEntries(
    plan.services
      .filter((service) => service.role === role)
      .map((service) => [service.name, describe(service)]),
  );

/** The record of a plan. */
export function foundingOf(plan: PlanWithFabric): FabricFounding {
  const frozen = (service: PlannedService, key: string) =>
    service.volumes.map((volume) => volume.frozen[key]).find((value) => value !== undefined) ?? "";
  const { ordering, organizations, channels } = plan.networks.fabric;
  return {
    systemChannel: ordering.systemChannel,
    batch: ordering.batch,
    ordererMspId: ordering.organization.mspId,
    messaging: ordering.messagingTls ? "mutual TLS" : "plain",
    zookeeper: byRole(plan, "zookeeper", (s) => `myid ${frozen(s, "myid")} on ${s.server}`),
    kafka: byRole(plan, "kafka", (s) => `broker.id ${frozen(s, "broker.id")} on ${s.server}`),
    orderers: byRole(plan, "orderer", (s) => `on ${s.server}`),
    organizations: Object.fromEntries(organizations.map((o) => [o.name, `${o.mspId}, ${o.domain}`])),
    channels: Object.fromEntries(channels.map((c) => [c.name, c.organizations.join(", ")])),
    peers: byRole(plan, "peer", (s) => `on ${s.server}, state database ${frozen(s, "stateDatabase")}`),
  };
}
