import { expect, test } from "vitest";
import { grownBy } from "./measure.js";

test("logins and bytes are what each host's counters grew by: their sum and the largest", () => {
  const before = [
    { logins: 10, bytes: 5_000 },
    { logins: 3, bytes: 1_000 },
  ];
  const after = [
    { logins: 11, bytes: 5_600 },
    { logins: 3, bytes: 2_000 },
  ];
  expect(grownBy(before, after)).toEqual({ logins: 1, mostLogins: 1, bytes: 1_600, mostBytes: 1_000 });
});
