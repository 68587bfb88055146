import { expect, test } from "vitest";
import { containerOf, currentLab, volumeOf } from "./lab.js";

test("everything of a lab carries its name", () => {
  expect(containerOf(currentLab(undefined), "k1")).toBe("consortium-lab-k1");
  expect(volumeOf(currentLab("two"), "k1")).toBe("consortium-lab-two-k1-docker");
});

test("a suffix that Docker or a path would not take is refused", () => {
  expect(() => currentLab("../x")).toThrow("CONSORTIUM_LAB=../x: use 1 to 12 of a-z and 0-9");
});
