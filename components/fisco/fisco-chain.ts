import * as pulumi from "@pulumi/pulumi";
import type { FiscoFounded } from "../../steps/fisco/founding.js";
import { fiscoFounding } from "../../topology/fisco/founding.js";
import { type FiscoFounding, type WantedFounding, withIds } from "../../topology/fisco/founding-record.js";
import { certificateName } from "../../topology/fisco/material.js";
import type { FiscoPlan, FiscoSdk } from "../../topology/fisco/types.js";
import type { Networks, Plan } from "../../topology/model/plan.js";
import { Founding } from "../founding.js";
import { Gates } from "../gates.js";
import type { Ground } from "../ground.js";
import type { MadeNetwork, NetworkComponent } from "../kind.js";
import type { Material } from "../service/material.js";
import { serviceReady } from "../service/ready.js";
import { ChainKeys } from "./chain-keys.js";

/** The plan of a stack that has a chain. */
export type PlanWithFisco = Plan & { readonly networks: Networks & { readonly fisco: FiscoPlan } };

/** Whether a stack has a chain. */
export function hasFisco(plan: Plan): plan is PlanWithFisco {
  return plan.networks.fisco !== undefined;
}

declare module "../kind.js" {
  interface OwnOutputs {
    /** Ids of the nodes, which are their public keys. */
    readonly nodeIds: pulumi.Output<Readonly<Record<string, string>>>;
    /** What an application of each agency connects with. Secret. */
    readonly sdks: pulumi.Output<unknown>;
  }
}

/**
 * A chain of FISCO BCOS 2.9. Its keys, its founding and block 0 are made with it; on a ground that is ready it goes on:
 *
 * sealers → console
 */
export class FiscoChain extends pulumi.ComponentResource implements NetworkComponent {
  /** Certificates, keys and block 0 by the names that planned files use. */
  readonly #material: Material;
  readonly #plan: PlanWithFisco;
  readonly #founding: Founding<FiscoFounding, WantedFounding>;
  /** Milliseconds since 1970: the time of block 0, from which certificates are valid. */
  readonly #timestampMs: pulumi.Output<number>;
  readonly #nodeIds: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, plan: PlanWithFisco, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fisco:Chain", name, {}, opts);
    const keep = plan.data === "keep";
    const keys = new ChainKeys(
      `${name}-keys`,
      { plan: plan.networks.fisco, protect: keep },
      { parent: this },
    );
    this.#plan = plan;
    this.#nodeIds = keys.nodeIds;
    this.#founding = new Founding(
      "consortium:fisco:Founding",
      name,
      {
        plan,
        kind: fiscoFounding,
        record: (wanted) => keys.nodeIds.apply((ids) => withIds(wanted, ids)),
        first: {
          name: `${name}-founding`,
          step: "fisco-founding",
          spec: { step: "fisco-founding" },
        },
        transitions: [],
      },
      { parent: this },
    );
    this.#timestampMs = this.#founding.result.apply(
      (printed) => (JSON.parse(printed) as FiscoFounded).timestampMs,
    );
    this.#material = keys.material(this.#timestampMs);
  }

  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  founded<T>(value: pulumi.Output<T>): pulumi.Output<T> {
    return this.#founding.checked(value);
  }

  /** Makes everything that runs, and tells what came of it. Once. */
  standOn(ground: Ground): MadeNetwork {
    const plan = this.#plan;
    const around = (...after: readonly pulumi.Resource[]) => ({
      material: this.#material,
      parent: this,
      after,
    });
    const quorum = plan.quorums.find(({ kind }) => kind === "sealer");
    if (!quorum) throw new Error("the plan has a chain and no sealers");
    const gates = new Gates();
    const { formed } = ground.quorum("consortium:fisco:Sealers", quorum, around());
    gates.set(quorum.name, formed);
    const consoles = plan.services
      .filter(({ role }) => role === "fisco-console")
      .map((service) =>
        serviceReady(
          service,
          ground.server(service.server),
          ground.container(service, around(...gates.before(service))),
          { parent: this },
        ),
      );
    this.registerOutputs({});
    return {
      version: plan.networks.fisco.version,
      offers: { ready: [formed, ...consoles], material: this.#material },
      endpoints: Object.fromEntries(
        plan.networks.fisco.nodes.map(({ name, address, channelPort }) => [
          name,
          `${address}:${channelPort}`,
        ]),
      ),
      certificates: this.#timestampMs.apply((at) => {
        const end = new Date(at + plan.networks.fisco.validityDays * 86_400_000).toISOString();
        return Object.fromEntries(
          plan.networks.fisco.certificates.map(({ id }) => [certificateName(id), end]),
        );
      }),
      own: {
        nodeIds: this.#nodeIds,
        sdks: pulumi.secret(
          Object.fromEntries(plan.networks.fisco.sdks.map((sdk) => [sdk.agency, this.#sdk(sdk)])),
        ),
      },
    };
  }

  #sdk({ peers, material }: FiscoSdk) {
    const content = (name: string) => {
      const found = this.#material.get(name);
      if (!found) throw new Error(`no material named ${name}`);
      return found;
    };
    return {
      peers,
      ca: content(material.ca),
      certificate: content(material.certificate),
      key: content(material.key),
    };
  }
}
