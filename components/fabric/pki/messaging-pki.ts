import * as pulumi from "@pulumi/pulumi";
import type { TlsClient } from "../../../steps/tls-over.js";
import { material } from "../../../topology/fabric/material.js";
import { operator } from "../../../topology/fabric/messaging.js";
import type { MessagingCluster, PlannedCertificate } from "../../../topology/fabric/types.js";
import { Authority } from "../../pki/authority.js";
import { profiles } from "../../pki/profiles.js";

export interface MessagingPkiArgs {
  /** Domain of the ordering organisation, whose clusters they are. */
  readonly domain: string;
  readonly certificates: readonly PlannedCertificate[];
  /** Keeps every key when the rest is destroyed. */
  readonly protect: boolean;
}

/** The authorities of ZooKeeper and Kafka, one each, and what they issued. */
export class MessagingPki extends pulumi.ComponentResource {
  /** Certificates and keys by the names the plan's files use. Keys are secret. */
  readonly material: ReadonlyMap<string, pulumi.Output<string>>;
  /** End of validity by certificate name. */
  readonly expiry: ReadonlyMap<string, pulumi.Output<string>>;
  /** With what gates and day-2 commands ask the members. Secret. */
  readonly clients: Readonly<Record<MessagingCluster, pulumi.Output<TlsClient>>>;

  constructor(name: string, args: MessagingPkiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:pki:MessagingPki", name, {}, opts);
    const { domain, protect } = args;
    const found = new Map<string, pulumi.Output<string>>();
    const expiry = new Map<string, pulumi.Output<string>>();
    const clientOf = (cluster: MessagingCluster): pulumi.Output<TlsClient> => {
      const authority = new Authority(
        `${name}-${cluster}-ca`,
        { commonName: `${cluster}-ca.${domain}`, organization: domain, protect },
        { parent: this },
      );
      found.set(material.clusterCa(cluster), authority.certificatePem);
      expiry.set(`${cluster}-ca.${domain}`, authority.notAfter);
      let client: pulumi.Output<TlsClient> | undefined;
      for (const planned of args.certificates.filter((certificate) => certificate.cluster === cluster)) {
        const { holder, use, dnsNames, ipAddresses } = planned;
        const issued = authority.issue(`${name}-${cluster}-${holder}`, {
          commonName: holder,
          organization: domain,
          profile: use === "member" ? profiles.tls : profiles.tlsClient,
          ...(dnsNames.length > 0 ? { dnsNames } : {}),
          ...(ipAddresses.length > 0 ? { ipAddresses } : {}),
        });
        found.set(material.clusterKey(cluster, holder), issued.keyPkcs8Pem);
        found.set(material.clusterCertificate(cluster, holder), issued.certificatePem);
        found.set(
          material.clusterPair(cluster, holder),
          pulumi.concat(issued.keyPkcs8Pem, issued.certificatePem),
        );
        expiry.set(`${holder} ${cluster}`, issued.notAfter);
        if (holder === operator)
          client = pulumi.secret(
            pulumi
              .all([authority.certificatePem, issued.certificatePem, issued.keyPkcs8Pem])
              .apply(([ca, certificate, key]) => ({ ca, certificate, key })),
          );
      }
      if (!client) throw new Error(`nobody may ask ${cluster} for its health`);
      return client;
    };
    this.clients = { zookeeper: clientOf("zookeeper"), kafka: clientOf("kafka") };
    this.material = found;
    this.expiry = expiry;
    this.registerOutputs({});
  }
}
