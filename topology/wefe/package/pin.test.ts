import { describe, expect, test } from "vitest";
import { pinFindings } from "./pin.js";

describe("the pinned checksum", () => {
  const pin = { path: "vendor/it's.tar", kind: "tar", expected: "aa", found: "bb" } as const;

  test("what is there is what was reviewed", () => {
    expect(pinFindings({ ...pin, found: "aa" })).toEqual([]);
    expect(pinFindings({ ...pin, expected: "AA", found: "aa" })).toEqual([]);
  });

  test("another one is refused with both, and with how to get the value", () => {
    expect(pinFindings(pin)).toEqual([
      {
        path: "wefe.package",
        rule: "package-digest",
        severity: "error",
        message: "vendor/it's.tar is not the one that the stack pins",
        found: "the file has sha256 bb",
        allowed: "aa",
        remedy:
          "get the one that was reviewed, or, once this one is, pin its checksum; it is printed by: sha256sum 'vendor/it'\\''s.tar'",
      },
    ]);
  });
});
