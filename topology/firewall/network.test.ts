import { expect, test } from "vitest";
import { addressOrNetwork } from "./network.js";

test.each(["203.0.113.7", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::1", "2001:db8::/32"])(
  "%s is a network",
  (text) => {
    expect(addressOrNetwork(text)).toBe(text);
  },
);

test.each([
  "bastion.example.com",
  "10.0.0",
  "10.0.0.0/33",
  "10.0.0.0/",
  "2001:db8::/129",
  "10.0.0.0/8/8",
  "fe80::1%eth0",
  "10.0.0.1; reboot",
  "",
])("%j is none: a firewall compares addresses", (text) => {
  expect(addressOrNetwork(text)).toBeUndefined();
});
