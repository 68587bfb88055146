import { expect, test } from "vitest";
import { missingPackages } from "./system-packages.js";

test("a package that brings two missing programs is named once", () => {
  expect(missingPackages(["engine"], (command) => !command.startsWith("ssh"))).toEqual(["openssh-client"]);
});

test("only what the wanted groups call is looked for", () => {
  expect(missingPackages(["engine"], () => false)).toEqual([
    "openssh-client",
    "iproute2",
    "iptables",
    "docker.io",
  ]);
  expect(missingPackages(["plugins"], () => false)).toEqual([]);
});

test("nothing is missing where every program is there", () => {
  expect(missingPackages(["tools", "plugins", "engine", "images"], () => true)).toEqual([]);
});
