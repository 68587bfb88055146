import { expect, test } from "vitest";
import { allContracts, managerContracts, unionContracts } from "./contracts.js";

test("union and manager need ten contracts each, fifteen together", () => {
  expect([unionContracts.length, managerContracts.length, allContracts.length]).toEqual([10, 10, 15]);
});
