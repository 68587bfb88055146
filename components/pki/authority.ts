import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { type LeafProfile, lifetimes } from "./profiles.js";

/** What an authority signs for. */
export interface AuthorityArgs {
  /** Common name, e.g. `ca.org1.example.com`. */
  readonly commonName: string;
  /** Organisation in the subject: the domain, as Fabric's own tool writes it. */
  readonly organization: string;
  /** Keeps the key in state when the rest is destroyed. */
  readonly protect: boolean;
}

/** A certificate and its key. */
export interface KeyPair {
  readonly certificatePem: pulumi.Output<string>;
  /** Secret. */
  readonly keyPem: pulumi.Output<string>;
  /** The same key as PKCS#8, the only form that the JVM's PEM key stores read. Secret. */
  readonly keyPkcs8Pem: pulumi.Output<string>;
  readonly notAfter: pulumi.Output<string>;
}

/** What a certificate says about its holder. */
export interface LeafArgs {
  readonly commonName: string;
  /** Exactly one role, or none for TLS (Fabric accepts no identity with two). */
  readonly organizationalUnit?: string;
  readonly organization: string;
  /** How it may be used. */
  readonly profile: LeafProfile;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** A certificate authority of our own. Its key lives in the encrypted state and never reaches a server. */
export class Authority extends pulumi.ComponentResource {
  /** The authority's own certificate (PEM). */
  readonly certificatePem: pulumi.Output<string>;
  readonly notAfter: pulumi.Output<string>;
  readonly #keyPem: pulumi.Output<string>;
  readonly #protect: boolean;

  constructor(name: string, args: AuthorityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:pki:Authority", name, {}, opts);
    this.#protect = args.protect;
    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: "ECDSA", ecdsaCurve: "P256" },
      { parent: this, protect: args.protect },
    );
    const certificate = new tls.SelfSignedCert(
      `${name}-cert`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: args.commonName, organization: args.organization },
        isCaCertificate: true,
        setSubjectKeyId: true,
        allowedUses: ["digital_signature", "key_encipherment", "cert_signing", "crl_signing"],
        validityPeriodHours: lifetimes.authorityHours,
        earlyRenewalHours: 0,
      },
      { parent: this, protect: args.protect },
    );
    this.#keyPem = key.privateKeyPem;
    this.certificatePem = certificate.certPem;
    this.notAfter = certificate.validityEndTime;
    this.registerOutputs({ certificatePem: this.certificatePem, notAfter: this.notAfter });
  }

  /** Issues a certificate. On renewal the key stays, so that no channel needs an update. */
  issue(name: string, args: LeafArgs): KeyPair {
    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: "ECDSA", ecdsaCurve: "P256" },
      { parent: this, protect: this.#protect },
    );
    const request = new tls.CertRequest(
      `${name}-request`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: {
          commonName: args.commonName,
          organization: args.organization,
          ...(args.organizationalUnit === undefined ? {} : { organizationalUnit: args.organizationalUnit }),
        },
        ...(args.dnsNames ? { dnsNames: [...args.dnsNames] } : {}),
        ...(args.ipAddresses ? { ipAddresses: [...args.ipAddresses] } : {}),
      },
      { parent: this },
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-cert`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: this.certificatePem,
        caPrivateKeyPem: this.#keyPem,
        allowedUses: args.profile,
        validityPeriodHours: lifetimes.leafHours,
        earlyRenewalHours: lifetimes.renewalHours,
      },
      { parent: this },
    );
    return {
      certificatePem: certificate.certPem,
      keyPem: key.privateKeyPem,
      keyPkcs8Pem: key.privateKeyPemPkcs8,
      notAfter: certificate.validityEndTime,
    };
  }
}
