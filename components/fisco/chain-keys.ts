import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { KeySources } from "../../topology/fisco/certificates/issue.js";
import { identityIds } from "../../topology/fisco/certificates/planned.js";
import { makeMaterial, materialNames, nodeIds } from "../../topology/fisco/material.js";
import type { FiscoPlan } from "../../topology/fisco/types.js";
import type { Material } from "../service/material.js";

export interface ChainKeysArgs {
  readonly plan: FiscoPlan;
  /** Keeps the keys of identities when the rest is destroyed. */
  readonly protect: boolean;
}

/** What the keys of a chain are made of: it lives in the encrypted state, and keys of authorities never leave it. */
export class ChainKeys extends pulumi.ComponentResource {
  /** Node ids by node: the public halves. */
  readonly nodeIds: pulumi.Output<Readonly<Record<string, string>>>;
  readonly #plan: FiscoPlan;
  readonly #sources: pulumi.Output<KeySources>;

  constructor(name: string, { plan, protect }: ChainKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fisco:ChainKeys", name, {}, opts);
    const identities = new Set(identityIds(plan));
    const sources = (
      kind: "secp256k1" | "rsa-2048",
      make: (resource: string, own: pulumi.CustomResourceOptions) => pulumi.Output<string>,
    ) =>
      pulumi.output(
        Object.fromEntries(
          plan.certificates
            .filter(({ key }) => key === kind)
            .map(({ id }) => {
              const own = { parent: this, protect: protect && identities.has(id) };
              return [id, make(`${name}-${id.replaceAll("/", "-")}`, own)];
            }),
        ),
      );
    const secp256k1 = sources(
      "secp256k1",
      (key, own) => new random.RandomBytes(key, { length: 32 }, own).hex,
    );
    const rsa = sources(
      "rsa-2048",
      (key, own) => new tls.PrivateKey(key, { algorithm: "RSA", rsaBits: 2048 }, own).privateKeyPem,
    );
    this.#plan = plan;
    this.#sources = pulumi
      .all([secp256k1, rsa])
      .apply(([ofCurve, ofRsa]): KeySources => ({ random: ofCurve, rsa: ofRsa }));
    this.nodeIds = pulumi.unsecret(this.#sources.apply((known) => nodeIds(plan, known)));
    this.registerOutputs({});
  }

  /**
   * Certificates, keys, node ids and the genesis file by the names that planned files use. Keys are secret.
   * @param timestampMs when the chain was founded, milliseconds since 1970
   */
  material(timestampMs: pulumi.Output<number>): Material {
    const made = pulumi
      .all([this.#sources, timestampMs])
      .apply(([keys, at]) => makeMaterial(this.#plan, { keys, notBefore: new Date(at), timestampMs: at }));
    return new Map(
      materialNames(this.#plan).map(({ name, secret }) => {
        const content = made.apply((all) => {
          const found = all.get(name);
          if (found === undefined) throw new Error(`no material named ${name}`);
          return found;
        });
        return [name, secret ? pulumi.secret(content) : pulumi.unsecret(content)];
      }),
    );
  }
}
