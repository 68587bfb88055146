import { createPrivateKey } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "../sha256.js";

/** A key on secp256k1: of a node, its agency or the chain. */
export interface ChainKey {
  /** 32 bytes. Secret. */
  readonly scalar: Uint8Array;
  /** The point, uncompressed: 04, then 32 bytes each of x and y. */
  readonly point: Uint8Array;
}

/**
 * The key that follows from 32 random bytes. They are the key itself but for one in 256, which 2.9 would refuse
 * ("Incompleted privateKey!"): it prints the scalar without leading zero bytes and wants 64 digits
 * (FISCO-BCOS libinitializer/SecureInitializer.cpp). Those are hashed until the result will do.
 */
export function chainKey(random: Uint8Array): ChainKey {
  if (random.length !== 32) throw new Error(`a key is made of 32 random bytes, not ${random.length}`);
  let scalar = Uint8Array.from(random);
  while (scalar[0] === 0 || !secp256k1.utils.isValidSecretKey(scalar)) {
    scalar = Uint8Array.from(Buffer.from(sha256(scalar), "hex"));
  }
  return { scalar, point: secp256k1.getPublicKey(scalar, false) };
}

/** A node's id: its public point without the leading 04, 128 hex digits in lower case. */
export function nodeId(key: ChainKey): string {
  return Buffer.from(key.point.subarray(1)).toString("hex");
}

/** The key as `openssl genpkey` writes it, which is what build_chain.sh gives to a node: PKCS#8 in PEM. Secret. */
export function keyPem({ scalar, point }: ChainKey): string {
  const part = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  const key = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "secp256k1",
      d: part(scalar),
      x: part(point.subarray(1, 33)),
      y: part(point.subarray(33)),
    },
  });
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
