import { createHash } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/asn1-x509";
import { sha256 } from "../../sha256.js";
import type { CertificateUse } from "../types.js";
import { profiles } from "./profiles.js";
import type { Signer } from "./signer.js";
import type { SubjectName } from "./subject.js";

/** When certificates are valid: from a moment in the state, so that they do not change from day to day. */
export interface Term {
  readonly notBefore: Date;
  readonly validityDays: number;
}

/** What a certificate says, and who says it. */
export interface CertificateRequest {
  readonly subject: SubjectName;
  readonly use: CertificateUse;
  /** Key of its holder. */
  readonly holder: Pick<Signer, "publicKey">;
  readonly issuer: { readonly subject: SubjectName; readonly key: Signer };
  readonly term: Term;
}

const dayMs = 86_400_000;

/** A certificate in PEM (X.509 v3). The same request gives the same certificate, byte for byte. */
export function issueCertificate(request: CertificateRequest): string {
  // The serial number follows from everything else, so that two certificates of an authority never share one.
  const unnumbered = AsnConvert.serialize(content(request, Uint8Array.of(1)));
  const serial = Buffer.from(sha256(new Uint8Array(unnumbered)), "hex").subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const signed = content(request, serial);
  const signature = request.issuer.key.sign(new Uint8Array(AsnConvert.serialize(signed)));
  const certificate = new x509.Certificate({
    tbsCertificate: signed,
    signatureAlgorithm: algorithmOf(request.issuer.key),
    signatureValue: bufferOf(signature),
  });
  return pemOf(new Uint8Array(AsnConvert.serialize(certificate)));
}

function content({ subject, use, holder, issuer, term }: CertificateRequest, serial: Uint8Array) {
  const start = Math.floor(term.notBefore.getTime() / 1000) * 1000;
  const { basicConstraints, keyUsage } = profiles[use];
  const extensions = [
    ...(basicConstraints ? [extension(x509.id_ce_basicConstraints, "critical", basicConstraints)] : []),
    extension(x509.id_ce_keyUsage, "critical", keyUsage),
    extension(
      x509.id_ce_subjectKeyIdentifier,
      "plain",
      new x509.SubjectKeyIdentifier(keyIdentifier(holder.publicKey)),
    ),
    extension(
      x509.id_ce_authorityKeyIdentifier,
      "plain",
      new x509.AuthorityKeyIdentifier({
        keyIdentifier: new x509.KeyIdentifier(keyIdentifier(issuer.key.publicKey)),
      }),
    ),
  ];
  return new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: bufferOf(serial),
    signature: algorithmOf(issuer.key),
    issuer: nameOf(issuer.subject),
    validity: new x509.Validity({
      notBefore: new Date(start),
      notAfter: new Date(start + term.validityDays * dayMs),
    }),
    subject: nameOf(subject),
    subjectPublicKeyInfo: AsnConvert.parse(holder.publicKey, x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions(extensions),
  });
}

function extension(id: string, weight: "critical" | "plain", value: object): x509.Extension {
  return new x509.Extension({
    extnID: id,
    critical: weight === "critical",
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

/** The name with one attribute a part, in UTF-8 as OpenSSL writes it. */
function nameOf({ commonName, organization, organizationalUnit }: SubjectName): x509.Name {
  const part = (type: string, value: string) =>
    new x509.RelativeDistinguishedName([
      new x509.AttributeTypeAndValue({ type, value: new x509.AttributeValue({ utf8String: value }) }),
    ]);
  return new x509.Name([
    part("2.5.4.3", commonName),
    part("2.5.4.10", organization),
    part("2.5.4.11", organizationalUnit),
  ]);
}

/** RFC 5758, 3.2: no parameters for ECDSA; RFC 4055, 5: NULL for RSA. */
function algorithmOf({ algorithm }: Signer): x509.AlgorithmIdentifier {
  return algorithm === "ecdsa-with-sha256"
    ? new x509.AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" })
    : new x509.AlgorithmIdentifier({ algorithm: "1.2.840.113549.1.1.11", parameters: null });
}

/** RFC 5280, 4.2.1.2, method 1: SHA-1 of the public key's bits. */
function keyIdentifier(publicKey: Uint8Array): ArrayBuffer {
  const { subjectPublicKey } = AsnConvert.parse(publicKey, x509.SubjectPublicKeyInfo);
  return bufferOf(createHash("sha1").update(new Uint8Array(subjectPublicKey)).digest());
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
