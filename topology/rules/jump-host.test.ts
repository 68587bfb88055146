import { expect, test } from "vitest";
import { jumpHost } from "./jump-host.js";
import { bigServer, pathsOf, settingsWith } from "./testing/stack.js";

const bastion = { host: "bastion.example.com", hostKey: bigServer("198.51.100.1").hostKey };

test.each([
  { change: {}, paths: [] },
  { change: { "servers.k1.ssh": { jump: "bastion" } }, paths: ["servers.k1.ssh.jump"] },
  { change: { "servers.k1.ssh": { jump: "bastion" }, "jumpHosts.bastion": bastion }, paths: [] },
  {
    change: { "servers.k1.ssh": { jump: "other" }, "jumpHosts.bastion": bastion },
    paths: ["servers.k1.ssh.jump"],
  },
])("a server's jump host is described: %j", ({ change, paths }) => {
  expect(pathsOf(jumpHost, settingsWith(change))).toEqual(paths);
});
