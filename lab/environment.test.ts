import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { exportLines } from "./environment.js";

test("a shell takes in every value as it is", () => {
  const lines = exportLines({ A_FOLDER: "/with space/it's", A_LIST: "$HOME:`id`" });
  const seen = execFileSync("sh", ["-c", `${lines}printf '%s|%s' "$A_FOLDER" "$A_LIST"`], {
    encoding: "utf8",
  });
  expect(seen).toBe("/with space/it's|$HOME:`id`");
});
