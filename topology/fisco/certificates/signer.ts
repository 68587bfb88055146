import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "../../sha256.js";
import { type ChainKey, keyPem } from "../keys.js";

/** A key as far as certificates need it. The same bytes give the same signature. */
export interface Signer {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly algorithm: "ecdsa-with-sha256" | "rsa-with-sha256";
  /** DER of an ECDSA signature, or the bytes of an RSA one. */
  sign(content: Uint8Array): Uint8Array;
}

const publicKeyOf = (pem: string): Uint8Array => {
  const key = createPublicKey(createPrivateKey(pem));
  return key.export({ type: "spki", format: "der" });
};

/** Signs on secp256k1 with RFC 6979: OpenSSL's random nonce would make another certificate each time. */
export function ecSigner(key: ChainKey): Signer {
  return {
    publicKey: publicKeyOf(keyPem(key)),
    algorithm: "ecdsa-with-sha256",
    sign: (content) =>
      secp256k1.sign(Buffer.from(sha256(content), "hex"), key.scalar, { prehash: false }).toBytes("der"),
  };
}

/** Signs with an RSA key in PEM, PKCS#1 v1.5, which has no random part. @throws Error when it is not one */
export function rsaSigner(pem: string): Signer {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "rsa")
    throw new Error(`an RSA key was expected, not ${key.asymmetricKeyType}`);
  return {
    publicKey: publicKeyOf(pem),
    algorithm: "rsa-with-sha256",
    sign: (content) => sign("sha256", content, key),
  };
}
