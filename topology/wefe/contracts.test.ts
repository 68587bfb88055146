import { expect, test } from "vitest";
import { unionContracts } from "./contracts.js";

test("union and manager together look up 15 contracts, each once", () => {
  expect(unionContracts).toHaveLength(15);
  expect(new Set(unionContracts).size).toBe(15);
  expect(unionContracts[0]).toBe("MemberContract");
});
