import { expect, test } from "vitest";
import { fileHeader } from "./tar-header.js";

test("a header says sizes above 8 GiB in binary", () => {
  const header = fileHeader("large", 9 * 1024 ** 3);
  expect(header.subarray(124, 136).toString("hex")).toBe("800000000000000240000000");
});
