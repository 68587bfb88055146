/**
 * Certificates for tests of the stand-ins. A writer of its own on purpose: what checks the stack's certificates must not
 * be tested with certificates from the code it checks.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A key, its certificate in PEM and the subject's name in DER. */
export interface Issued {
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly pem: string;
  readonly subject: Buffer;
}

export interface Wanted {
  readonly commonName: string;
  readonly unit: string;
  readonly kind: "rsa" | "ec";
  readonly ca: boolean;
  /** Whether it says of itself that it is a CA or none. Default: all but RSA leaves, as upstream's. */
  readonly basicConstraints?: boolean;
  /** Absent: signed by itself. */
  readonly issuer?: Issued;
  readonly key?: KeyObject;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const day = 86_400_000;

/** Makes a certificate, valid from yesterday for a year unless said otherwise. */
export function issue(wanted: Wanted): Issued {
  const key = wanted.key ?? newKey(wanted.kind);
  const subject = sequence(attribute("550403", wanted.commonName), attribute("55040b", wanted.unit));
  const signer = wanted.issuer?.key ?? key;
  const algorithm =
    signer.asymmetricKeyType === "rsa"
      ? sequence(oid("2a864886f70d01010b"), tlv(0x05))
      : sequence(oid("2a8648ce3d040302"));
  const constraints = sequence(...(wanted.ca ? [tlv(0x01, Buffer.from([0xff]))] : []));
  const content = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    wanted.issuer?.subject ?? subject,
    sequence(
      time(wanted.notBefore ?? new Date(Date.now() - day)),
      time(wanted.notAfter ?? new Date(Date.now() + 365 * day)),
    ),
    subject,
    createPublicKey(key).export({ type: "spki", format: "der" }),
    ...((wanted.basicConstraints ?? (wanted.ca || wanted.kind === "ec"))
      ? [tlv(0xa3, sequence(sequence(oid("551d13"), tlv(0x01, Buffer.from([0xff])), tlv(0x04, constraints))))]
      : []),
  );
  const signature = sign("sha256", content, signer);
  const der = sequence(content, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key,
    keyPem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    subject,
  };
}

let rsaKey: KeyObject | undefined;

/** A key: the same one for all RSA certificates (it takes a second to make), a new one on secp256k1 without zero byte. */
export function newKey(kind: "rsa" | "ec"): KeyObject {
  if (kind === "rsa") {
    rsaKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    return rsaKey;
  }
  for (;;) {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
    if (Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url")[0] !== 0) return privateKey;
  }
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"));
}

function attribute(type: string, text: string): Buffer {
  return tlv(0x31, sequence(oid(type), tlv(0x0c, Buffer.from(text, "utf8"))));
}

function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, "");
  return tlv(0x18, Buffer.from(digits, "latin1"));
}
