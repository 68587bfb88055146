import fc from "fast-check";
import { expect, test } from "vitest";
import { addressText, type Network, overlaps, parseNetwork } from "./ipv4.js";

test.each(["", "10.0.0", "10.0.0.256", "10.0.0.0/33", "fd00::/8"])("%j is no IPv4 network", (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test("neighbours do not overlap, a part and its whole do", () => {
  const network = (text: string) => parseNetwork(text) ?? { first: 0, bits: 0 };
  expect(overlaps(network("10.231.0.0/24"), network("10.231.1.0/24"))).toBe(false);
  expect(overlaps(network("10.231.0.0/24"), network("10.231.0.128/25"))).toBe(true);
});

test("a bare address is a network of one", () => {
  expect(parseNetwork("10.0.0.7")).toEqual({ first: 10 * 2 ** 24 + 7, bits: 32 });
});

const networks = fc
  .record({ address: fc.integer({ min: 0, max: 2 ** 32 - 1 }), bits: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, bits }): Network => {
    const size = 2 ** (32 - bits);
    return { first: Math.floor(address / size) * size, bits };
  });

test("what is written is read back", () => {
  fc.assert(
    fc.property(networks, (network) => {
      expect(parseNetwork(`${addressText(network.first)}/${network.bits}`)).toEqual(network);
    }),
  );
});

test("networks overlap exactly when the longer prefix lies in the shorter", () => {
  fc.assert(
    fc.property(networks, networks, (one, other) => {
      const [wide, narrow] = one.bits <= other.bits ? [one, other] : [other, one];
      const size = 2 ** (32 - wide.bits);
      expect(overlaps(one, other)).toBe(Math.floor(narrow.first / size) * size === wide.first);
      expect(overlaps(other, one)).toBe(overlaps(one, other));
    }),
  );
});
