import "reflect-metadata";
import {
  createHash,
  createPublicKey,
  type KeyObject,
  randomBytes,
  webcrypto,
  X509Certificate,
} from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Fields } from "../rpc/fields.js";
import { algorithmOf } from "./keys.js";
import { extendedUses, keyUsageBits } from "./usages.js";

/** What both kinds of certificate say of themselves. */
export interface CertificateTerms {
  readonly allowedUses: readonly string[];
  readonly validityPeriodHours: number;
  readonly isCa: boolean;
  /** -1 or absent: no limit. */
  readonly maxPathLength: number | undefined;
  readonly setSubjectKeyId: boolean;
}

/** Names a certificate is for. */
export interface SubjectNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
}

/** A made certificate. */
export interface MadeCertificate {
  readonly pem: string;
  /** The serial number in decimal, the provider's id. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The parts of a name in the order of Go's pkix.Name, as object identifiers (RFC 5280, RFC 4519). */
const nameParts = [
  ["country", "2.5.4.6"],
  ["organization", "2.5.4.10"],
  ["organizationalUnit", "2.5.4.11"],
  ["locality", "2.5.4.7"],
  ["province", "2.5.4.8"],
  ["streetAddresses", "2.5.4.9"],
  ["postalCode", "2.5.4.17"],
  ["commonName", "2.5.4.3"],
  ["serialNumber", "2.5.4.5"],
  ["emailAddress", "1.2.840.113549.1.9.1"],
] as const;

/** Parts that must be printable strings (RFC 5280, A.1). */
const printable = new Set(["country", "serialNumber"]);

/** A `subject` input as a distinguished name. */
export function distinguishedName(subject: Fields | undefined): x509.Name {
  const parts: x509.JsonNameParams = nameParts.flatMap(([key, oid]) => {
    const values = key === "streetAddresses" ? (subject?.texts(key) ?? []) : [subject?.text(key) ?? ""];
    const given = values.filter((value) => value !== "");
    const typed = given.map((value) =>
      printable.has(key) ? { printableString: value } : { utf8String: value },
    );
    return given.length === 0 ? [] : [{ [oid]: typed }];
  });
  return new x509.Name(parts);
}

/** Parameters for importing and signing with webcrypto. */
interface Signing {
  readonly make: webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams | webcrypto.Algorithm;
  readonly sign: webcrypto.EcdsaParams | webcrypto.Algorithm;
}

/** How a key signs: SHA-256, and for the larger curves the hash of their size, as Go does. */
function algorithmFor(key: KeyObject): Signing {
  switch (algorithmOf(key)) {
    case "RSA": {
      const both = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
      return { make: both, sign: both };
    }
    case "ED25519":
      return { make: { name: "Ed25519" }, sign: { name: "Ed25519" } };
    case "ECDSA": {
      const curve = key.export({ format: "jwk" }).crv ?? "";
      const hash = { "P-384": "SHA-384", "P-521": "SHA-512" }[curve] ?? "SHA-256";
      return { make: { name: "ECDSA", namedCurve: curve }, sign: { name: "ECDSA", hash } };
    }
  }
}

async function signingKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = key.export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", new Uint8Array(der), algorithmFor(key).make, true, ["sign"]);
}

async function publicCryptoKey(privateKey: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return webcrypto.subtle.importKey("spki", new Uint8Array(der), algorithmFor(privateKey).make, true, [
    "verify",
  ]);
}

/** Makes a signing request. */
export async function makeRequest(key: KeyObject, subject: x509.Name, names: SubjectNames): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys: { privateKey: await signingKey(key), publicKey: await publicCryptoKey(key) },
    signingAlgorithm: algorithmFor(key).sign,
    extensions: alternativeNames(names),
  });
  return `${request.toString("pem")}\n`;
}

/** Makes a certificate signed by its own key. */
export async function makeSelfSigned(
  key: KeyObject,
  subject: x509.Name,
  names: SubjectNames,
  terms: CertificateTerms,
  setAuthorityKeyId: boolean,
): Promise<MadeCertificate> {
  const publicKey = await publicCryptoKey(key);
  const authority = setAuthorityKeyId ? keyId(new x509.PublicKey(await spki(publicKey))) : undefined;
  return make(key, subject, subject, publicKey, alternativeNames(names), terms, authority);
}

/** Makes a certificate for a signing request. @throws Error when the request's signature or the authority is wrong */
export async function makeSigned(
  requestPem: string,
  caPem: string,
  caKey: KeyObject,
  terms: CertificateTerms,
): Promise<MadeCertificate> {
  const request = new x509.Pkcs10CertificateRequest(requestPem);
  if (!(await request.verify())) throw new Error("certRequestPem: its signature does not fit its key");
  const ca = new x509.X509Certificate(caPem);
  if (!new X509Certificate(caPem).checkPrivateKey(caKey))
    throw new Error("caPrivateKeyPem is not the key of caCertPem");
  const names = request.extensions.filter((extension) => extension.type === "2.5.29.17");
  const authority = ca.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  return make(caKey, request.subjectName, ca.subjectName, request.publicKey, names, terms, authority);
}

async function make(
  signer: KeyObject,
  subject: x509.Name,
  issuer: x509.Name,
  publicKey: webcrypto.CryptoKey | x509.PublicKey,
  names: readonly x509.Extension[],
  terms: CertificateTerms,
  authorityKeyId: string | undefined,
): Promise<MadeCertificate> {
  const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + terms.validityPeriodHours * 3_600_000);
  const key = publicKey instanceof x509.PublicKey ? publicKey : new x509.PublicKey(await spki(publicKey));
  // 127 positive bits, as the provider's 128-bit serial numbers, without a leading zero byte.
  const serialNumber = randomBytes(16);
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 0x40;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber.toString("hex"),
    subject,
    issuer,
    notBefore,
    notAfter,
    publicKey: key,
    signingKey: await signingKey(signer),
    signingAlgorithm: algorithmFor(signer).sign,
    extensions: [
      ...usages(terms.allowedUses),
      new x509.BasicConstraintsExtension(terms.isCa, pathLength(terms), true),
      ...(terms.setSubjectKeyId || terms.isCa ? [new x509.SubjectKeyIdentifierExtension(keyId(key))] : []),
      ...(authorityKeyId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(authorityKeyId)]),
      ...names,
    ],
  });
  return {
    pem: `${certificate.toString("pem")}\n`,
    serial: BigInt(`0x${serialNumber.toString("hex")}`).toString(),
    notBefore,
    notAfter,
  };
}

async function spki(key: webcrypto.CryptoKey): Promise<ArrayBuffer> {
  return webcrypto.subtle.exportKey("spki", key);
}

/** RFC 5280, 4.2.1.2, method 1: SHA-1 of the public key's bits. */
function keyId(key: x509.PublicKey): string {
  const jwk = createPublicKey({ key: Buffer.from(key.rawData), format: "der", type: "spki" });
  const der = jwk.export({ type: "spki", format: "der" });
  return createHash("sha1").update(publicBits(der)).digest("hex");
}

/** The content of the BIT STRING at the end of a SubjectPublicKeyInfo. */
function publicBits(spkiDer: Buffer): Buffer {
  const outer = tlv(spkiDer, 0);
  const algorithm = tlv(spkiDer, outer.start);
  const bits = tlv(spkiDer, algorithm.end);
  return spkiDer.subarray(bits.start + 1, bits.end);
}

function tlv(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  const start = at + 2 + count;
  return { start, end: start + der.readUIntBE(at + 2, count) };
}

function pathLength(terms: CertificateTerms): number | undefined {
  return terms.isCa && terms.maxPathLength !== undefined && terms.maxPathLength >= 0
    ? terms.maxPathLength
    : undefined;
}

function usages(allowed: readonly string[]): x509.Extension[] {
  const bits = allowed.reduce((sum, use) => sum | (keyUsageBits[use] ?? 0), 0);
  const extended = allowed.flatMap((use) => extendedUses[use] ?? []);
  return [
    ...(bits === 0 ? [] : [new x509.KeyUsagesExtension(bits, true)]),
    ...(extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(extended)]),
  ];
}

function alternativeNames(names: SubjectNames): x509.Extension[] {
  const all = [
    ...names.dnsNames.map((value) => ({ type: "dns" as const, value })),
    ...names.ipAddresses.map((value) => ({ type: "ip" as const, value })),
    ...names.uris.map((value) => ({ type: "url" as const, value })),
  ];
  return all.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(all)];
}
