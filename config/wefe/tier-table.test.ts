import { expect, test } from "vitest";
import { wefeTierTable } from "./tier-table.js";

test("each service has a line with its limit in every tier and the reason", () => {
  const lines = wefeTierTable().split("\n");
  expect(lines[0]).toBe("| side | service | trial | economy | production | weight | why |");
  expect(lines).toContain(
    "| union | mongo | 4GiB | 4GiB | 8GiB | 256 | its cache takes half of what it may have: MongoDB's own rule |",
  );
  expect(lines).toContain("| member | redis | 1GiB | 2GiB | 4GiB | 16 | sessions |");
  expect(lines.filter((line) => line.startsWith("| member | each optional service"))).toHaveLength(1);
});
