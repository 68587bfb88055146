import { expect, test } from "vitest";
import { addressUsable } from "./address-usable.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

test.each([
  { address: "10.0.1.11", ok: true },
  { address: "192.168.1.1", ok: true },
  { address: "2001:db8::11", ok: true },
  { address: "fd00::11", ok: true },
  { address: "127.0.0.1", ok: false },
  { address: "0.0.0.0", ok: false },
  { address: "169.254.3.4", ok: false },
  { address: "224.0.0.1", ok: false },
  { address: "::1", ok: false },
  { address: "::", ok: false },
  { address: "fe80::1", ok: false },
  { address: "ff02::1", ok: false },
])("other servers can dial the address $address: $ok", ({ address, ok }) => {
  const settings = settingsWith({ "servers.k1.address": address });
  expect(pathsOf(addressUsable, settings)).toEqual(ok ? [] : ["servers.k1.address"]);
});
