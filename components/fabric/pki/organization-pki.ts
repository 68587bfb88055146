import type * as pulumi from "@pulumi/pulumi";
import { certificateNames } from "../../../topology/fabric/certificate-names.js";
import { material } from "../../../topology/fabric/material.js";
import { Authority, type KeyPair } from "../../pki/authority.js";
import { profiles } from "../../pki/profiles.js";
import type { PublicBundle } from "./public-bundle.js";

/** A node that needs an identity and a TLS pair. */
export interface NodeIdentity {
  /** Fully qualified name, e.g. `peer0.org1.example.com`. */
  readonly name: string;
  readonly role: "peer" | "orderer";
  /** Address it is dialled at; it stands in the TLS certificate. */
  readonly address: string;
}

/** Whom to make identities for. */
export interface OrganizationPkiArgs {
  readonly organization: string;
  readonly mspId: string;
  readonly domain: string;
  readonly nodes: readonly NodeIdentity[];
  /** Client identities besides Admin, e.g. `User1`. */
  readonly users: readonly string[];
  /** Keeps every key when the rest is destroyed. */
  readonly protect: boolean;
}

/** The two authorities (identities and TLS) of an organisation of ours, and what they issued. */
export interface OrganizationPki extends PublicBundle {
  /** Certificates and keys by the names the plan's files use. Keys are secret. */
  readonly material: ReadonlyMap<string, pulumi.Output<string>>;
  /** Identities of people by name: `Admin`, `User1`. */
  readonly people: ReadonlyMap<string, KeyPair>;
  /** End of validity by certificate name. */
  readonly expiry: ReadonlyMap<string, pulumi.Output<string>>;
}

/** Makes an organisation's identities below its component. */
export function organizationPki(args: OrganizationPkiArgs, parent: pulumi.Resource): OrganizationPki {
  const { organization, mspId, domain, protect } = args;
  const ca = new Authority(
    `${organization}-ca`,
    { commonName: `ca.${domain}`, organization: domain, protect },
    { parent },
  );
  const tlsCa = new Authority(
    `${organization}-tlsca`,
    { commonName: `tlsca.${domain}`, organization: domain, protect },
    { parent },
  );
  const found = new Map<string, pulumi.Output<string>>([
    [material.ca(organization), ca.certificatePem],
    [material.tlsCa(organization), tlsCa.certificatePem],
  ]);
  const expiry = new Map<string, pulumi.Output<string>>([
    [`ca.${domain}`, ca.notAfter],
    [`tlsca.${domain}`, tlsCa.notAfter],
  ]);
  const people = new Map<string, KeyPair>();

  for (const node of args.nodes) {
    const identity = ca.issue(`${node.name}-identity`, {
      commonName: node.name,
      organization: domain,
      organizationalUnit: node.role,
      profile: profiles.identity,
    });
    const server = tlsCa.issue(`${node.name}-tls`, {
      commonName: node.name,
      organization: domain,
      profile: profiles.tls,
      ...certificateNames(node.name, node.address),
    });
    found.set(material.certificate(node.name), identity.certificatePem);
    found.set(material.key(node.name), identity.keyPem);
    found.set(material.tlsCertificate(node.name), server.certificatePem);
    found.set(material.tlsKey(node.name), server.keyPem);
    expiry.set(`${node.name} identity`, identity.notAfter);
    expiry.set(`${node.name} tls`, server.notAfter);
  }
  for (const person of ["Admin", ...args.users]) {
    const identity = ca.issue(`${person}@${domain}`, {
      commonName: `${person}@${domain}`,
      organization: domain,
      organizationalUnit: person === "Admin" ? "admin" : "client",
      profile: profiles.identity,
    });
    people.set(person, identity);
    expiry.set(`${person}@${domain}`, identity.notAfter);
  }

  return {
    material: found,
    people,
    expiry,
    mspId,
    caPem: ca.certificatePem,
    tlsCaPem: tlsCa.certificatePem,
  };
}
