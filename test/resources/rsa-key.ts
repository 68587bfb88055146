import { createPrivateKey } from "node:crypto";

/** Two primes of 1024 bits, drawn once for the tests. */
const p =
  0xf3671d753264360dbf3a7d47beb386633110b4100c40d79e4d990b5ad8f23c2ef99368dfe9297bbbf8c9d8c9bff0d993c7e1ff11bbe2b87dd823c69a9674af6f7fefbe52bce4698cb253f1991dd545fd6636164019eb6fd8a8a78d908e820dbffb43bec5596761a5cfd1236cbdc3a4ccedb2829c4e534d0fd8e056def65dc067n;
const q =
  0xdd8ab99ffee8d26f938ffecba2d33a2b9126f4996defa00d79e03c1c8172d08228a74c304ff0763b3d1245bf95b35e52d548fc73c92753b24235755f5465886e48c067684420fa1eaf7e86df022339ac3a95702b57d59408ed69c6f9d870155ce37bcb66d390b49bbbab3b2ce141e95d64d158b9bf370dfb6649bb14aa91c2e9n;
const e = 65537n;

/** The one RSA key of the mocks (PKCS#1, PEM): the same in every run, as what is made of it is pinned. Never use it. */
export function testRsaKey(): string {
  const d = inverse(e, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)]));
  return createPrivateKey({ format: "jwk", key: { kty: "RSA", ...jwk } })
    .export({ type: "pkcs1", format: "pem" })
    .toString();
}

/** The number that times `value` is 1, modulo `modulus` (extended Euclid). */
function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next, a, b] = [modulus, value % modulus, 0n, 1n];
  while (next > 0n) [r, next, a, b] = [next, r % next, b, a - (r / next) * b];
  return ((a % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
}
