import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

/** A key as the tls provider shows it. */
export interface KeyTexts {
  readonly privateKeyPem: string;
  readonly privateKeyPemPkcs8: string;
  readonly privateKeyOpenssh: string;
  readonly publicKeyPem: string;
  readonly publicKeyOpenssh: string;
  readonly publicKeyFingerprintMd5: string;
  readonly publicKeyFingerprintSha256: string;
}

/** Elliptic curves by their names in tls.PrivateKey. */
export const curves: Readonly<Record<string, string>> = {
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
};

/** Algorithms of tls.PrivateKey. */
export type Algorithm = "RSA" | "ECDSA" | "ED25519";

/** Makes a private key. */
export function newPrivateKey(algorithm: Algorithm, curve: string, rsaBits: number): KeyObject {
  switch (algorithm) {
    case "RSA":
      return generateKeyPairSync("rsa", { modulusLength: rsaBits }).privateKey;
    case "ECDSA":
      return generateKeyPairSync("ec", { namedCurve: curves[curve] ?? curve }).privateKey;
    case "ED25519":
      return generateKeyPairSync("ed25519").privateKey;
  }
}

/** All texts of a private key. */
export function keyTexts(key: KeyObject): KeyTexts {
  const publicKey = createPublicKey(key);
  const blob = sshBlob(publicKey);
  const pkcs8 = String(key.export({ type: "pkcs8", format: "pem" }));
  return {
    privateKeyPem: traditionalPem(key) ?? pkcs8,
    privateKeyPemPkcs8: pkcs8,
    privateKeyOpenssh: opensshPrivate(key, blob),
    publicKeyPem: String(publicKey.export({ type: "spki", format: "pem" })),
    publicKeyOpenssh: `${sshType(blob)} ${blob.toString("base64")}\n`,
    publicKeyFingerprintMd5: createHash("md5")
      .update(blob)
      .digest("hex")
      .replace(/..(?=.)/g, "$&:"),
    publicKeyFingerprintSha256: `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`,
  };
}

/** The provider's name for a key's algorithm. */
export function algorithmOf(key: KeyObject): Algorithm {
  const names: Readonly<Record<string, Algorithm>> = { rsa: "RSA", ec: "ECDSA", ed25519: "ED25519" };
  const name = names[key.asymmetricKeyType ?? ""];
  if (name === undefined) throw new Error(`keys of type ${key.asymmetricKeyType} are not supported`);
  return name;
}

/** Reads a private key in any PEM form. @throws Error without any part of the key in it */
export function readPrivateKey(pem: string, property: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`${property} is not a private key in PEM form`);
  }
}

function traditionalPem(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === "rsa") return String(key.export({ type: "pkcs1", format: "pem" }));
  return key.asymmetricKeyType === "ec" ? String(key.export({ type: "sec1", format: "pem" })) : undefined;
}

/** A length-prefixed string of the SSH wire format (RFC 4251, 5). */
function field(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A positive integer of the SSH wire format. */
function mpint(base64url: string | undefined): Buffer {
  let bytes = Buffer.from(base64url ?? "", "base64url");
  while (bytes.length > 0 && bytes[0] === 0) bytes = bytes.subarray(1);
  return field((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

const sshCurves: Readonly<Record<string, string>> = {
  "P-256": "nistp256",
  "P-384": "nistp384",
  "P-521": "nistp521",
};

function sshBlob(publicKey: KeyObject): Buffer {
  const jwk = publicKey.export({ format: "jwk" });
  if (jwk.kty === "RSA") return Buffer.concat([field("ssh-rsa"), mpint(jwk.e), mpint(jwk.n)]);
  if (jwk.kty === "OKP")
    return Buffer.concat([field("ssh-ed25519"), field(Buffer.from(jwk.x ?? "", "base64url"))]);
  const curve = sshCurves[jwk.crv ?? ""] ?? "";
  return Buffer.concat([field(`ecdsa-sha2-${curve}`), field(curve), field(point(jwk))]);
}

function point(jwk: { x?: string; y?: string }): Buffer {
  return Buffer.concat([
    Buffer.of(4),
    Buffer.from(jwk.x ?? "", "base64url"),
    Buffer.from(jwk.y ?? "", "base64url"),
  ]);
}

function sshType(blob: Buffer): string {
  return blob.subarray(4, 4 + blob.readUInt32BE(0)).toString();
}

/** The unencrypted `openssh-key-v1` form (PROTOCOL.key of OpenSSH). */
function opensshPrivate(key: KeyObject, blob: Buffer): string {
  const jwk = key.export({ format: "jwk" });
  const check = randomBytes(4);
  const inner = [check, check, privateFields(jwk, blob), field("")];
  const length = inner.reduce((sum, part) => sum + part.length, 0);
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, i) => i + 1));
  const count = Buffer.alloc(4);
  count.writeUInt32BE(1);
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    count,
    field(blob),
    field(Buffer.concat([...inner, padding])),
  ]);
  const lines = whole.toString("base64").replace(/.{70}/g, "$&\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.trimEnd()}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function privateFields(jwk: import("node:crypto").JsonWebKey, blob: Buffer): Buffer {
  if (jwk.kty === "RSA")
    return Buffer.concat([field("ssh-rsa"), ...[jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(mpint)]);
  if (jwk.kty === "OKP") {
    const publicKey = Buffer.from(jwk.x ?? "", "base64url");
    const seed = Buffer.from(jwk.d ?? "", "base64url");
    return Buffer.concat([field("ssh-ed25519"), field(publicKey), field(Buffer.concat([seed, publicKey]))]);
  }
  return Buffer.concat([blob, mpint(jwk.d)]);
}
