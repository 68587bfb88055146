import { expect, test } from "vitest";
import { renameSql } from "./root-organization.js";

test.each([
  { name: "天冕科技", text: "'天冕科技'" },
  { name: "O'Hara & Sons", text: "'O''Hara & Sons'" },
  { name: "back\\slash", text: "'back\\\\slash'" },
  { name: "x'; DROP TABLE org_info; --", text: "'x''; DROP TABLE org_info; --'" },
])("$name is one text in SQL", ({ name, text }) => {
  expect(renameSql(name)).toBe(
    `SET NAMES utf8mb4;\nUPDATE org_info SET org_name = ${text} WHERE id = '1550292621900984333' AND org_name <> ${text};\nSELECT org_name FROM org_info WHERE id = '1550292621900984333';\n`,
  );
});
