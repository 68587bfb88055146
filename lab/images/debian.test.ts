import { expect, test } from "vitest";
import { closure, type Package, parsePackages, requireLine } from "./debian.js";

const answer = `Package: redis-tools
Version: 5:7.0.15-1
Pre-Depends: libc6 (>= 2.36)
Depends: libssl3 (>= 3.0.0), adduser, debconf | debconf-2.0, libgcc-s1:any
Description: tools
 a longer text

Package: libc6
Version: 2.36-9
`;

test("packages, versions and the first of alternatives are read", () => {
  expect(parsePackages(answer)).toEqual([
    {
      name: "redis-tools",
      version: "5:7.0.15-1",
      depends: ["libc6", "libssl3", "adduser", "debconf", "libgcc-s1"],
    },
    { name: "libc6", version: "2.36-9", depends: [] },
  ]);
});

const offered: Record<string, readonly string[]> = { a: ["b", "adduser"], b: ["c", "a"], c: [], d: [] };
const show = async (names: readonly string[]): Promise<Package[]> =>
  names.flatMap((name) => (offered[name] ? [{ name, version: "1", depends: offered[name] }] : []));

test("dependencies are followed, in circles too, without what only a whole system needs", async () => {
  expect((await closure(["a"], show)).map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("a package that is not offered is named", async () => {
  await expect(closure(["x"], show)).rejects.toThrow("apt offers no package x");
});

test("another line of a program is refused, an epoch is not looked at", () => {
  const versions = new Map([["redis-tools", "5:7.0.15-1"]]);
  expect(() => requireLine(versions, "redis-tools", "7.0")).not.toThrow();
  expect(() => requireLine(versions, "redis-tools", "7.2")).toThrow("the lab's image is made for 7.2");
});
