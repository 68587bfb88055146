import { expect, test } from "vitest";
import { loginTwice } from "./login-twice.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

const at = (k1: Record<string, unknown>, k2: Record<string, unknown>) => ({
  "servers.k1.ssh": k1,
  "servers.k2.ssh": k2,
});

test.each([
  { change: {}, paths: [] },
  { change: at({ host: "203.0.113.7" }, { host: "203.0.113.8" }), paths: [] },
  { change: at({ host: "203.0.113.7" }, { host: "203.0.113.7" }), paths: ["servers.k2.ssh.host"] },
  { change: at({ host: "203.0.113.7" }, { host: "203.0.113.7", port: 2222 }), paths: [] },
  { change: at({ host: "10.0.0.7", jump: "a" }, { host: "10.0.0.7", jump: "b" }), paths: [] },
  // k1's address is 198.51.100.14.
  { change: at({}, { host: "198.51.100.14" }), paths: ["servers.k2.ssh.host"] },
  { change: { "servers.k2.address": "198.51.100.14" }, paths: [] },
])("each server has a login of its own: %j", ({ change, paths }) => {
  expect(pathsOf(loginTwice, settingsWith(change))).toEqual(paths);
});
