import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { publicAddress } from "./public-address.js";
import type { FabricStack } from "./stack.js";

test.each([
  { server: "k1", address: "10.1.2.3", warned: false },
  { server: "k1", address: "172.31.255.255", warned: false },
  { server: "k1", address: "172.32.0.1", warned: true },
  { server: "zk1", address: "192.168.7.1", warned: false },
  { server: "zk1", address: "100.64.0.1", warned: false },
  { server: "zk1", address: "8.8.8.8", warned: true },
  { server: "k1", address: "fd12::1", warned: false },
  { server: "k1", address: "2a00::1", warned: true },
  { server: "o1", address: "8.8.8.8", warned: false },
  { server: "p1", address: "8.8.8.8", warned: false },
])("$server at $address is warned of: $warned", ({ server, address, warned }) => {
  const stack = settingsWith({ [`servers.${server}.address`]: address }) as FabricStack;
  expect(pathsOf(publicAddress, stack)).toEqual(warned ? [`servers.${server}.address`] : []);
});
