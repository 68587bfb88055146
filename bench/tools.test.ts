import { expect, test } from "vitest";
import { checkPython } from "./tools.js";

test.each(["3.11.2", "3.13.0"])("Python %s runs the pinned packages", (version) => {
  expect(() => checkPython(version)).not.toThrow();
});

test.each(["3.10.12", "3.14.0", "2.7.18", ""])("Python %s is refused with the way out", (version) => {
  expect(() => checkPython(version)).toThrow("leave them out: --contenders consortium,shell");
});
