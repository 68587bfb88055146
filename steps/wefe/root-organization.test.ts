import { expect, test } from "vitest";
import { misnamed, mysqlClient, renameSql } from "./root-organization.js";

test.each([
  { name: "天冕科技", text: "'天冕科技'" },
  { name: "O'Hara & Sons", text: "'O''Hara & Sons'" },
  { name: "back\\slash", text: "'back\\\\slash'" },
  { name: "x'; DROP TABLE org_info; --", text: "'x''; DROP TABLE org_info; --'" },
])("$name is one text in SQL", ({ name, text }) => {
  expect(renameSql(name)).toBe(
    `SET NAMES utf8mb4;\nUPDATE org_info SET org_name = ${text} WHERE id = '1550292621900984333';\nSELECT org_name FROM org_info WHERE id = '1550292621900984333';\n`,
  );
});

test.each([
  { output: "天冕科技\n", name: "天冕科技", says: undefined },
  // --raw prints it as it is.
  { output: "back\\slash\n", name: "back\\slash", says: undefined },
  {
    output: "gamma\n",
    name: "Gamma",
    says: /keeps the root organisation's name as "gamma" instead of "Gamma"/,
  },
  { output: "????\n", name: "天冕科技", says: /as "\?\?\?\?" instead of/ },
  { output: "", name: "Gamma", says: /has no row 1550292621900984333/ },
])("$output read back for $name: $says", ({ output, name, says }) => {
  if (says === undefined) expect(misnamed(output, name)).toBeUndefined();
  else expect(misnamed(output, name)).toMatch(says);
});

test("without --raw MySQL would print one backslash as two", () => {
  expect(mysqlClient).toContain(" --batch --raw ");
});
