import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";

/** A key with its certificate chain, as TLS takes them. */
export interface Credentials {
  readonly key: string;
  readonly certificate: string;
  /** Certificates that a counterpart's must chain to. */
  readonly authority: string;
}

/** Certificates of a PEM file, in order. @throws Error naming the file */
export function certificatesOf(name: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error(`${name}: no certificate in it`);
  return blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new Error(`${name}: not a certificate`);
    }
  });
}

/**
 * Node id of a public key on secp256k1: the point without its leading byte, 128 hex digits.
 * @throws Error for another kind of key
 */
export function nodeIdOf(name: string, key: KeyObject): string {
  if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "secp256k1")
    throw new Error(`${name}: not a key on secp256k1`);
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return [x, y].map((part) => Buffer.from(part, "base64url").toString("hex").padStart(64, "0")).join("");
}

/** Reads a private key in PEM. @throws Error naming the file */
function privateKeyOf(name: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`${name}: not a private key in PEM`);
  }
}

/** Kind of a private key in PEM; what is neither is taken for `ec` and refused by the checks. */
export function keyKind(pem: string): "rsa" | "ec" {
  return privateKeyOf("key", pem).asymmetricKeyType === "rsa" ? "rsa" : "ec";
}

/**
 * Checks a node's key: on secp256k1, and 64 hex digits when printed: a key that begins with a zero byte prints shorter
 * and upstream refuses it ("Incompleted privateKey").
 */
export function requireNodeKey(name: string, pem: string): void {
  const key = privateKeyOf(name, pem);
  nodeIdOf(name, createPublicKey(key));
  const digits = Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
  if (digits.length !== 32 || digits[0] === 0)
    throw new Error(
      `${name}: Incompleted privateKey: it is not 64 hex digits when printed; make another key`,
    );
}

/** Files of one set of credentials, with the names that messages use. */
export interface CredentialFiles {
  readonly names: { readonly key: string; readonly certificate: string; readonly authority: string };
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

/**
 * Checks a set of credentials at a time: the key fits the first certificate, which is no CA; each certificate of the
 * file is signed by the next and those are CAs; the last one is, or is signed by, the authority, a CA signed by itself.
 * None is expired or not valid yet. An RSA leaf has no basic constraints.
 * @param kind of the leaf's key
 * @returns the leaf
 * @throws Error with the first thing that is wrong
 */
export function requireCredentials(files: CredentialFiles, kind: "rsa" | "ec", now: Date): X509Certificate {
  const { names } = files;
  const [leaf, ...above] = certificatesOf(names.certificate, files.certificate);
  const [root, ...more] = certificatesOf(names.authority, files.authority);
  if (!leaf || !root) throw new Error(`${names.certificate}: no certificate in it`);
  if (more.length > 0) throw new Error(`${names.authority}: ${more.length + 1} certificates, one is wanted`);
  const key = privateKeyOf(names.key, files.key);
  if (!leaf.checkPrivateKey(key)) throw new Error(`${names.key} does not belong to ${names.certificate}`);
  requireKind(names.certificate, leaf.publicKey, kind);
  if (kind === "rsa" && hasBasicConstraints(leaf)) throw new Error(`${names.certificate}: ${wantsEcKey}`);
  if (leaf.ca)
    throw new Error(`${names.certificate}: the first certificate is a CA (basicConstraints CA:TRUE)`);
  if (!root.ca)
    throw new Error(
      `${names.authority}: not a CA. Get ca basic failed (basicConstraints CA:TRUE is missing)`,
    );
  if (!root.verify(root.publicKey)) throw new Error(`${names.authority}: not signed by itself`);
  for (const certificate of [leaf, ...above, root]) requireCurrent(names.certificate, certificate, now);
  let below = leaf;
  for (const certificate of above) {
    if (!certificate.ca)
      throw new Error(
        `${names.certificate}: ${nameOf(certificate)} is not a CA (basicConstraints CA:TRUE is missing)`,
      );
    requireSigned(names.certificate, below, certificate);
    below = certificate;
  }
  if (below.fingerprint256 !== root.fingerprint256) requireSigned(names.certificate, below, root);
  return leaf;
}

/** What the channel ends a handshake with whose RSA certificate says CA:FALSE (FISCO-BCOS libchannelserver/ChannelServer.cpp). */
export const wantsEcKey =
  "expecting an ec key: an RSA certificate of the channel must not have basicConstraints";

/** Object identifier 2.5.29.19 in DER. */
const basicConstraints = Buffer.from("0603551d13", "hex");

/** Whether a certificate says of itself that it is a CA, or that it is none. */
export function hasBasicConstraints(certificate: X509Certificate): boolean {
  return certificate.raw.includes(basicConstraints);
}

function requireKind(name: string, key: KeyObject, kind: "rsa" | "ec"): void {
  if (kind === "ec") return void nodeIdOf(name, key);
  if (key.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new Error(`${name}: not an RSA key of 2048 bits or more`);
}

function requireSigned(file: string, certificate: X509Certificate, issuer: X509Certificate): void {
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
    throw new Error(`${file}: ${nameOf(certificate)} is not signed by ${nameOf(issuer)}`);
}

function requireCurrent(file: string, certificate: X509Certificate, now: Date): void {
  if (now < new Date(certificate.validFrom))
    throw new Error(`${file}: ${nameOf(certificate)} is valid from ${certificate.validFrom} on`);
  if (now > new Date(certificate.validTo))
    throw new Error(`${file}: ${nameOf(certificate)} expired at ${certificate.validTo}`);
}

/** A certificate's subject on one line. */
export function nameOf(certificate: X509Certificate): string {
  return certificate.subject.split("\n").join(", ");
}

/** Common name of a subject or issuer, empty where there is none. */
export function commonName(name: string): string {
  return /^CN=(.*)$/m.exec(name)?.[1] ?? "";
}
