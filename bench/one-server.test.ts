import { expect, test } from "vitest";
import type { Inventory } from "../lab/inventory.js";
import { inventoryOfOne } from "./one-server.js";

const lab: Inventory = {
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
};

test("one server promises what the whole network on it needs", () => {
  expect(inventoryOfOne("s1", lab, 24)).toEqual({ s1: { ...lab.s1, cpus: 5, memory: "6GiB" } });
});

test("a machine without the memory is refused before anything is made", () => {
  expect(() => inventoryOfOne("s1", lab, 4)).toThrow(
    "1 server: the network needs 6 GiB of memory and this machine has 4. Leave it out: --servers 4,13",
  );
});
