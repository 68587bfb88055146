import { expect, test } from "vitest";
import { isUsable } from "./pulumi-cli.js";

test.each([
  { version: "v3.245.0", usable: true },
  { version: "v3.245.1\n", usable: true },
  { version: "3.260.0", usable: true },
  { version: "v3.244.9", usable: false },
  { version: "v4.0.0", usable: false },
  { version: "not found", usable: false },
])("a CLI of version $version on the PATH is used: $usable", ({ version, usable }) => {
  expect(isUsable(version, "3.245.0")).toBe(usable);
});
