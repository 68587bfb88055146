import { expect, test } from "vitest";
import { addressTwice } from "./address-twice.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

test.each([
  { change: {}, paths: [] },
  { change: { "servers.zk2.address": "198.51.100.11" }, paths: ["servers.zk2.address"] },
  {
    change: { "servers.zk2.address": "198.51.100.11", "servers.k1.address": "198.51.100.11" },
    paths: ["servers.zk2.address", "servers.k1.address"],
  },
])("each server has its own address: %j", ({ change, paths }) => {
  expect(pathsOf(addressTwice, settingsWith(change))).toEqual(paths);
});
