import { describe, expect, test } from "vitest";
import { sizeText } from "./size.js";

const KiB = 1024;

describe("a size for people", () => {
  test.each([
    [0, "0 B"],
    [1, "1 B"],
    [1023, "1023 B"],
    [KiB, "1 KiB"],
    [1.5 * KiB ** 2, "1.5 MiB"],
    [99.95 * KiB ** 2, "100.0 MiB"],
    [234.6 * KiB ** 3, "235 GiB"],
    [16 * KiB ** 3, "16 GiB"],
    [5000 * KiB ** 4, "5000 TiB"],
  ])("%d bytes", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
