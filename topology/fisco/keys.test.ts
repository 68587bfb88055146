import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainKey, keyPem, nodeId } from "./keys.js";
import { openssl } from "./testing/openssl.js";

const bytes = (hex: string) => Buffer.from(hex, "hex");
/** The order of the curve (SEC 2, 2.4.1). */
const order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

// The hashes are what sha256sum prints.
describe("the key that follows from 32 random bytes", () => {
  test.each([
    {
      what: "is the bytes",
      random: "ff".padEnd(64, "0"),
      scalar: "ff".padEnd(64, "0"),
    },
    {
      what: "is their hash where they begin with a zero byte",
      random: "00".padEnd(64, "1"),
      scalar: "94441da038ec4852177a9ae277a5d6105aa08e5f3af069f2afa564f32844edcf",
    },
    {
      what: "is the bytes where they begin with a zero digit",
      random: "0a".repeat(32),
      scalar: "0a".repeat(32),
    },
    {
      what: "is their hash where they are not below the curve's order",
      random: order,
      scalar: "3717939056ee94b1054210ce2b27284d9a8ac5e2880e326d53feb8d4cbb89907",
    },
  ])("$what", ({ random, scalar }) => {
    expect(Buffer.from(chainKey(bytes(random)).scalar).toString("hex")).toBe(scalar);
  });
});

test("a key is never printed shorter than 64 digits, however many zero bytes the random ones begin with", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (zeros, random) => {
        random.fill(0, 0, zeros);
        const { scalar } = chainKey(random);
        expect(scalar.length).toBe(32);
        expect(scalar[0]).not.toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});

test("32 bytes, no more and no fewer", () => {
  expect(() => chainKey(new Uint8Array(31))).toThrow("32 random bytes");
});

test("the same bytes give the same key, another byte another", () => {
  const [one, again, other] = ["11", "11", "12"].map((byte) => nodeId(chainKey(bytes(byte.repeat(32)))));
  expect(one).toBe(again);
  expect(one).not.toBe(other);
});

describe("read by openssl", () => {
  /** The lines after a heading of `openssl pkey -text`, without colons. */
  const printed = (text: string, heading: string) => {
    const [, part = ""] = new RegExp(`${heading}:\\n((?: +[0-9a-f:]+\\n)+)`).exec(text) ?? [];
    return part.replace(/[\s:]/g, "");
  };

  test.each(["11".repeat(32), "00".padEnd(64, "7"), "0f".repeat(32)])("%s", (random) => {
    const key = chainKey(bytes(random));
    const text = openssl(["pkey", "-in", "node.key", "-text", "-noout"], { "node.key": keyPem(key) });
    expect(text).toContain("ASN1 OID: secp256k1");
    expect(printed(text, "priv")).toBe(Buffer.from(key.scalar).toString("hex"));
    // The id is the public point without its first byte, 04.
    expect(printed(text, "pub")).toBe(`04${nodeId(key)}`);
    expect(nodeId(key)).toMatch(/^[0-9a-f]{128}$/);
  });

  test("the file is as openssl genpkey writes it", () => {
    const pem = keyPem(chainKey(bytes("11".repeat(32))));
    expect(openssl(["pkcs8", "-topk8", "-nocrypt", "-in", "node.key"], { "node.key": pem })).toBe(pem);
  });
});
