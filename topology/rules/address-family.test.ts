import { expect, test } from "vitest";
import { addressFamily } from "./address-family.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

test.each([
  { change: {}, paths: [] },
  { change: { "servers.k1.address": "fd00::21" }, paths: ["servers.k1.address"] },
  { change: { "servers.k1.ssh": { host: "fd00::21" } }, paths: [] },
])("services are dialled at IPv4 addresses: %j", ({ change, paths }) => {
  expect(pathsOf(addressFamily, settingsWith(change))).toEqual(paths);
});
