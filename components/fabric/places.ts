import type * as pulumi from "@pulumi/pulumi";
import type { AdminPlace, FabricNode } from "../../steps/fabric/specs.js";
import { stepServer } from "../../steps/gates/member.js";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { Plan } from "../../topology/model/plan.js";
import type { PlannedService } from "../../topology/model/service.js";
import { describedBundle, type PublicBundle } from "./pki/public-bundle.js";

/** Seconds an admin operation may take altogether, waiting included; a slow machine needs most of it at the first start. */
const adminDeadlineSeconds = 600;

/** A step's spec while the engine does not know all its texts yet. */
type Described<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? pulumi.Input<T[K]>
    : T[K] extends number | readonly unknown[]
      ? T[K]
      : Described<T[K]>;
};

/** What an admin operation is told about where it works; the certificates come from the engine. */
export type DescribedPlace = Described<AdminPlace>;

/** A peer or an orderer as it is dialled. */
export function fabricNode(service: PlannedService): FabricNode {
  const grpc = service.ports.find((port) => port.name === "grpc");
  if (!grpc) throw new Error(`${service.name} has no grpc port`);
  return { name: service.name, port: grpc.port, address: grpc.address, server: service.server };
}

/** The orderers as they are dialled. */
export function ordererNodes(plan: Plan): FabricNode[] {
  return plan.services.filter((s) => s.role === "orderer").map((service) => fabricNode(service));
}

/** Services of an organisation's peers, in the plan's order. */
export function peerServices(plan: Plan, organization: PlannedOrganization): PlannedService[] {
  return plan.services.filter((service) => organization.peers.includes(service.name));
}

/** Where an organisation's admin works: in a container on the server of its first peer. */
export function adminPlace(
  plan: Plan,
  organization: PlannedOrganization,
  bundle: PublicBundle,
  ordererTlsCa: pulumi.Input<string>,
  imageFor: (service: PlannedService) => pulumi.Input<string>,
): DescribedPlace {
  const [peer] = peerServices(plan, organization);
  const server = plan.servers.find((s) => s.name === peer?.server);
  if (!peer || !server) throw new Error(`organisation ${organization.name} has no peer to work at`);
  return {
    stack: plan.stack,
    organization: { name: organization.name, ...describedBundle(bundle) },
    server: stepServer(server),
    image: imageFor(peer),
    orderers: { tlsCaCertificate: ordererTlsCa, nodes: ordererNodes(plan) },
    deadlineSeconds: adminDeadlineSeconds,
  };
}
