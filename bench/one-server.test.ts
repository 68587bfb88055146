import { expect, test } from "vitest";
import type { Inventory } from "../lab/inventory.js";
import { inventoryOfOne, promiseOfOne } from "./one-server.js";

const lab = {
  s1: {
    address: "10.0.1.11",
    hostKey: "ssh-ed25519 AAAA",
    ssh: { user: "root", port: 22 },
    arch: "amd64",
    zone: "a",
    cpus: 2,
    memory: "4GiB",
    disk: "20GiB",
  },
} as const satisfies Inventory;

test("one server promises what the whole network on it needs", () => {
  expect(promiseOfOne({ cpus: 2, memoryGiB: 24 })).toEqual({ cpus: 5, memory: "6GiB", disk: undefined });
  expect(promiseOfOne({ cpus: 16, memoryGiB: 64 }).cpus).toBe(16);
});

test("the inventory has that server alone", () => {
  const other = { ...lab, s2: { ...lab.s1, address: "10.0.1.12" } };
  expect(inventoryOfOne("s1", other)).toEqual(lab);
  expect(() => inventoryOfOne("s3", other)).toThrow("lab host s3 is not in the lab's inventory");
});

test("a machine without the memory is refused before anything is made", () => {
  expect(() => promiseOfOne({ cpus: 2, memoryGiB: 4 })).toThrow(
    "1 server: the network needs 6 GiB of memory and this machine has 4. Leave it out: --servers 4,13",
  );
});
