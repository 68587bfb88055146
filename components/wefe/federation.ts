import type * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Networks, Plan } from "../../topology/model/plan.js";
import type { PlannedService } from "../../topology/model/service.js";
import { contractsStep, contractVersion, unionContracts } from "../../topology/wefe/contracts.js";
import type { WefePlan, WefeRootOrganization } from "../../topology/wefe/types.js";
import { Gates } from "../gates.js";
import type { Ground } from "../ground.js";
import type { MadeNetwork, NetworkComponent, Surroundings } from "../kind.js";
import type { Material } from "../service/material.js";
import { dataGuard, guardedData } from "../service/own-data.js";
import { serviceReady } from "../service/ready.js";
import { step } from "../step.js";
import { placedFiles } from "./placed-files.js";

/** The plan of a stack that has a federation. */
export type PlanWithWefe = Plan & { readonly networks: Networks & { readonly wefe: WefePlan } };

/** Whether a stack has a federation. */
export function hasWefe(plan: Plan): plan is PlanWithWefe {
  return plan.networks.wefe !== undefined;
}

declare module "../kind.js" {
  interface OwnOutputs {
    /** What is left to do in a federation's web pages, in order. */
    readonly byHand: WefePlan["byHand"];
  }
}

type Offers = NonNullable<MadeNetwork["offers"]>;

/**
 * A WeFe federation from the vendor's package: a union, its members, or both.
 *
 * files → data services → services that use them → services that follow others → websites; what needs the chain waits
 * for its contracts
 */
export class WefeFederation extends pulumi.ComponentResource implements NetworkComponent {
  readonly #plan: PlanWithWefe;

  constructor(name: string, plan: PlanWithWefe, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:wefe:Federation", name, {}, opts);
    this.#plan = plan;
  }

  /** Makes everything that runs, and tells what came of it. Once. */
  standOn(ground: Ground, { secrets, made }: Surroundings): MadeNetwork {
    const plan = this.#plan;
    // The chain that a union placed here writes to.
    const chain = made.get("fisco")?.offers;
    const { wefe } = plan.networks;
    const material: Material = new Map([
      ...(chain?.material ?? []),
      ...[...secrets].map(([name, content]) => [name, pulumi.secret(content)] as const),
    ]);
    const placed = new Map(
      wefe.placements.map((placement) => [
        placement.server,
        placedFiles(
          `${placement.server}-wefe-files`,
          {
            placement,
            package: wefe.package,
            network: ground.network,
            server: ground.server(placement.server),
            material,
          },
          { parent: this, dependsOn: [ground.end] },
        ),
      ]),
    );
    const sides = [...(wefe.union.kind === "placed" ? [wefe.union] : []), ...wefe.members];
    const services = sides.flatMap((side) => side.services.map((name) => this.#service(name)));
    const guards = this.#dataGuards(ground, services);

    const gates = new Gates();
    if (chain && services.some(({ after }) => after?.includes(contractsStep)))
      gates.set(contractsStep, this.#contracts(ground, chain));
    const containers = new Map<string, docker.Container>();
    const start = (service: PlannedService): void => {
      if (gates.has(service.name)) return;
      for (const other of services.filter(({ name }) => service.after?.includes(name))) start(other);
      const files = placed.get(service.server);
      const data = guardedData([service], ground.network);
      const guard = data && guards.get(service.server);
      const container = ground.container(service, {
        ...(guard ? { hooks: guard } : {}),
        material,
        parent: this,
        after: [...(files ? [files] : []), ...gates.before(service)],
      });
      containers.set(service.name, container);
      const server = ground.server(service.server);
      gates.set(service.name, serviceReady(service, server, container, { parent: this }, data));
    };
    for (const service of services) start(service);
    for (const named of wefe.rootOrganizations) this.#nameRoot(ground, named, gates, containers);
    this.registerOutputs({});
    return {
      endpoints: {
        union: wefe.union.url,
        ...Object.fromEntries(
          wefe.members.map(({ name, server }) => [
            name,
            `http://${ground.server(server).plan.address}/portal/login`,
          ]),
        ),
      },
      own: { byHand: wefe.byHand },
    };
  }

  /** What guards the data of the services, by server: one question a server and run. */
  #dataGuards(ground: Ground, services: readonly PlannedService[]) {
    return new Map(
      [...new Set(services.map(({ server }) => server))].flatMap((name) => {
        const own = services.filter(({ server }) => server === name);
        const data = guardedData(own, ground.network);
        return data ? [[name, dataGuard(`${name}-wefe-data-kept`, ground.server(name), data)] as const] : [];
      }),
    );
  }

  /** The contracts that union and manager look up, deployed by the chain's console where they are missing. */
  #contracts(ground: Ground, { ready }: Offers): command.local.Command {
    const plan = this.#plan;
    const console = plan.services.find(({ role }) => role === "fisco-console");
    if (!console) throw new Error("the union's contracts need the chain's console");
    return step(
      contractsStep,
      {
        step: "fisco-contracts",
        spec: {
          step: "fisco-contracts",
          server: ground.server(console.server).forSteps,
          container: console.container,
          contracts: unionContracts,
          version: contractVersion,
        },
      },
      { parent: this, dependsOn: [...ready] },
    );
  }

  /** Gives IAM's root organisation of a member its name when IAM works (manual 7.5). */
  #nameRoot(
    ground: Ground,
    { member, name, mysql, after }: WefeRootOrganization,
    gates: Gates,
    containers: ReadonlyMap<string, docker.Container>,
  ): void {
    const service = this.#service(mysql);
    step(
      `${member}-root-organization`,
      {
        step: "wefe-root-organization",
        spec: {
          step: "wefe-root-organization",
          server: ground.server(service.server).forSteps,
          container: service.container,
          name,
          id: containers.get(mysql)?.id,
        },
      },
      { parent: this, dependsOn: after.map((one) => gates.of(one)) },
    );
  }

  #service(name: string): PlannedService {
    const found = this.#plan.services.find((service) => service.name === name);
    if (!found) throw new Error(`the plan has no service ${name}`);
    return found;
  }
}
