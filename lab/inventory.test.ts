import { expect, test } from "vitest";
import { archOf, capacityOf, renderInventory, renderKnownHosts, withoutComment } from "./inventory.js";

const servers = {
  zk1: {
    address: "10.231.0.11",
    hostKey: "ssh-ed25519 AAAAC3Nz",
    ssh: { user: "root", port: 22 },
    arch: "amd64",
    zone: "a",
    cpus: 2,
    memory: "4GiB",
    disk: "20GiB",
  },
} as const;

test("the inventory has the shape of consortium:servers", () => {
  expect(
    renderInventory(servers),
  ).toBe(`# Written by \`npm run lab\`: the hosts that are up now. Use it as consortium:inventory.
zk1:
  address: 10.231.0.11
  hostKey: ssh-ed25519 AAAAC3Nz
  ssh:
    user: root
    port: 22
  arch: amd64
  zone: a
  cpus: 2
  memory: 4GiB
  disk: 20GiB
`);
});

test("known_hosts pins each address", () => {
  expect(renderKnownHosts(servers)).toBe("10.231.0.11 ssh-ed25519 AAAAC3Nz\n");
});

test("a long key stays on one line", () => {
  const hostKey = `ssh-ed25519 ${"A".repeat(300)}`;
  expect(renderInventory({ zk1: { ...servers.zk1, hostKey } })).toContain(`  hostKey: ${hostKey}\n`);
});

test("a key's comment is not part of it", () => {
  expect(withoutComment("ssh-ed25519 AAAA root@zk1\n")).toBe("ssh-ed25519 AAAA");
});

test.each([
  { memoryGiB: 23.5, diskGiB: 80, memory: "4GiB", disk: "20GiB" },
  { memoryGiB: 3.8, diskGiB: 9.2, memory: "3GiB", disk: "9GiB" },
  { memoryGiB: 0.5, diskGiB: 0.2, memory: "1GiB", disk: "1GiB" },
])("a machine with $memoryGiB GiB and $diskGiB GiB free declares $memory and $disk", (machine) => {
  const GiB = 1024 ** 3;
  expect(
    capacityOf({ cpus: 2, memoryBytes: machine.memoryGiB * GiB, freeDiskBytes: machine.diskGiB * GiB }),
  ).toEqual({ cpus: 2, memory: machine.memory, disk: machine.disk });
});

test("other processors than amd64 and arm64 are refused", () => {
  expect(archOf("x64")).toBe("amd64");
  expect(() => archOf("riscv64")).toThrow("riscv64: the lab runs on amd64 and arm64");
});
