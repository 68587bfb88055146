import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { registryMaterial, registryUsername } from "../../topology/images/registry.js";
import type { PlannedService } from "../../topology/model/service.js";
import { Authority } from "../pki/authority.js";
import { profiles } from "../pki/profiles.js";
import type { Material } from "../service/material.js";

export interface RegistryAccessArgs {
  /** The planned registry. */
  readonly service: PlannedService;
  /** Address of its server; it stands in the certificate. */
  readonly address: string;
}

/** Who may use the stack's own registry and how it proves itself: an authority, a certificate and one password. */
export class RegistryAccess extends pulumi.ComponentResource {
  readonly caPem: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  readonly username = registryUsername;
  /** Files of the registry's container. */
  readonly material: Material;

  constructor(name: string, args: RegistryAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:images:RegistryAccess", name, {}, opts);
    const authority = new Authority(
      `${name}-ca`,
      { commonName: "registry ca", organization: "consortium", protect: false },
      { parent: this },
    );
    const pair = authority.issue(`${name}-tls`, {
      commonName: args.service.name,
      organization: "consortium",
      profile: profiles.tls,
      dnsNames: [args.service.name],
      ipAddresses: [args.address],
    });
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      { parent: this },
    );
    this.caPem = authority.certificatePem;
    this.password = password.result;
    this.material = new Map([
      [registryMaterial.ca, authority.certificatePem],
      [registryMaterial.certificate, pair.certificatePem],
      [registryMaterial.key, pair.keyPem],
      [registryMaterial.htpasswd, pulumi.interpolate`${registryUsername}:${password.bcryptHash}\n`],
    ]);
    this.registerOutputs({ caPem: this.caPem });
  }
}
