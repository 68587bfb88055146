import type * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { deadlineSeconds, gateMember } from "../../steps/gates/member.js";
import type { TlsClient } from "../../steps/tls-over.js";
import type { PlannedQuorum } from "../../topology/model/quorum.js";
import type { PlannedService } from "../../topology/model/service.js";
import type { NetworkIdentity } from "../network-identity.js";
import type { Server } from "../server/server.js";
import type { Material } from "../service/material.js";
import { createContainer, dataVolume, describeContainer } from "../service/service.js";
import { step } from "../step.js";
import { Births } from "./births.js";
import { CreationGuard } from "./creation-guard.js";
import { runStep } from "./run-step.js";

export interface QuorumArgs {
  readonly quorum: PlannedQuorum;
  readonly network: NetworkIdentity;
  /** Server of a service. */
  readonly serverOf: (service: PlannedService) => Server;
  /** Image id of a service on its server. */
  readonly imageId: (service: PlannedService) => pulumi.Input<string>;
  readonly material: Material;
  /** Protects the volumes. */
  readonly keep: boolean;
  /** What must be good before a member runs. The volumes do not wait for it: kept data must not hold containers. */
  readonly after: readonly pulumi.Resource[];
  /** What the volumes are made after, and go before. */
  readonly volumesAfter: readonly pulumi.Resource[];
  /** Certificate and key that the gates show where the members ask for one. Secret. */
  readonly client?: pulumi.Input<TlsClient>;
}

/**
 * Services that stand or fall together: ZooKeeper servers, brokers, orderers, the peers of an organisation. They start
 * in parallel when they are born and are replaced one at a time afterwards, in the planned order, each in sync before
 * the next:
 *
 * volumes → ready gate → member 1 → in-sync gate 1 → member 2 → … → formed gate
 *
 * The ready gate runs when a specification changes. A container that has to be made for another reason, because it or its
 * volume was lost, asks the same question before it is made: an emptied volume is then refused, not filled anew.
 *
 * No member takes a property of another as input: the engine would then delete the dependants of a replaced container
 * first, the whole quorum at once. Order comes from `dependsOn` alone.
 */
export class Quorum extends pulumi.ComponentResource {
  /** Proves that the whole quorum is good; what comes after waits for it. */
  readonly formed: command.local.Command;
  /** The members' containers by service name. */
  readonly containers: ReadonlyMap<string, docker.Container>;

  /**
   * @param type what the members are, as users of Pulumi see it, e.g. `consortium:fabric:Kafka`
   * @param movedFrom what it stood in before, where that is not its parent: a state keeps it
   */
  constructor(
    type: string,
    name: string,
    args: QuorumArgs,
    { movedFrom, ...opts }: pulumi.ComponentResourceOptions & { readonly movedFrom?: pulumi.Resource },
  ) {
    const before = { type: "consortium:quorum:Quorum", ...(movedFrom ? { parent: movedFrom } : {}) };
    super(type, name, {}, { ...opts, aliases: [before] });
    const { quorum, network } = args;

    const births = new Births(name);
    const members = quorum.members.map((service) => ({
      service,
      server: args.serverOf(service),
      described: describeContainer({
        service,
        network,
        imageId: args.imageId(service),
        material: args.material,
      }),
      volumes: service.volumes.map((volume) =>
        dataVolume(service, volume, network, {
          parent: this,
          provider: args.serverOf(service).provider,
          keep: args.keep,
          hooks: births.hooks,
          dependsOn: [...args.volumesAfter],
        }),
      ),
    }));
    const isNew = births.allBorn(members.flatMap((member) => member.volumes));

    const quorumWith = (withSpecs: "specs" | "no specs") => ({
      stack: network.stack,
      network: network.id,
      name: quorum.name,
      kind: quorum.kind,
      members: members.map(({ service, server, described }) => ({
        ...gateMember(service, server.forSteps),
        ...(withSpecs === "specs" ? { spec: described.spec } : {}),
      })),
      deadlineSeconds,
      ...(quorum.minInSync === undefined ? {} : { minInSync: quorum.minInSync }),
    });
    const secrets = args.client === undefined ? {} : { secrets: { client: args.client } };
    const gate = { step: "ready", spec: { step: "ready", quorum: quorumWith("specs") }, ...secrets };
    const guard = new CreationGuard(name, () => runStep(gate));
    const ready = step(`${name}-ready`, gate, {
      parent: this,
      hooks: guard.gateHooks,
      dependsOn: [...args.after, ...members.flatMap((member) => member.volumes)],
    });

    const containers = new Map<string, docker.Container>();
    let previous: command.local.Command | undefined;
    for (const { service, server, described, volumes } of members) {
      const before = previous;
      const waitsFor: Promise<pulumi.Resource[]> = isNew.then((born) =>
        born || !before ? [...volumes, ready] : [...volumes, ready, before],
      );
      const container = createContainer(service, described, server, {
        parent: this,
        hooks: guard.memberHooks,
        dependsOn: waitsFor,
      });
      containers.set(service.name, container);
      previous = step(
        `${service.name}-in-sync`,
        {
          step: "in-sync",
          // The container's id binds the gate to it: one that was made anew is waited for, whatever the reason. The
          // other members' specs stay out of it, so that their change runs their gates and not this one.
          spec: {
            step: "in-sync",
            quorum: quorumWith("no specs"),
            member: service.name,
            container: container.id,
          },
          ...secrets,
          previousResult: "in PULUMI_COMMAND_STDOUT",
        },
        { parent: this, dependsOn: [container] },
      );
    }
    const ids = [...containers.values()].map((container) => container.id);
    this.containers = containers;
    this.formed = step(
      `${name}-formed`,
      { step: "formed", spec: { step: "formed", quorum: quorumWith("specs"), containers: ids }, ...secrets },
      { parent: this, dependsOn: previous ? [previous, ...containers.values()] : [] },
    );
    this.registerOutputs({});
  }
}
