import { expect, test } from "vitest";
import { unifiedDiff } from "./unified-diff.js";

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join("");

test("equal texts have no difference", () => {
  expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
});

test("a changed line stands with three lines around it", () => {
  expect(
    unifiedDiff(
      "plans/prod/k1.yaml",
      lines("1", "2", "3", "4", "old", "6", "7", "8", "9"),
      lines("1", "2", "3", "4", "new", "6", "7", "8", "9"),
    ),
  ).toBe(`--- a/plans/prod/k1.yaml
+++ b/plans/prod/k1.yaml
@@ -2,7 +2,7 @@
 2
 3
 4
-old
+new
 6
 7
 8
`);
});

test("changes that are far from each other stand apart, near ones together", () => {
  const before = lines("a", "1", "2", "3", "4", "5", "6", "7", "b", "8", "9", "c");
  const after = lines("1", "2", "3", "4", "5", "6", "7", "B", "8", "9", "c", "d");
  expect(unifiedDiff("x", before, after)).toBe(`--- a/x
+++ b/x
@@ -1,4 +1,3 @@
-a
 1
 2
 3
@@ -6,7 +5,8 @@
 5
 6
 7
-b
+B
 8
 9
 c
+d
`);
});

test("a file that is new or gone is compared with nothing", () => {
  expect(unifiedDiff("x", undefined, "a\nb\n")).toBe("--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  expect(unifiedDiff("x", "a\n", undefined)).toBe("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
});

test("a missing end of the last line is a difference", () => {
  expect(unifiedDiff("x", "a", "a\n")).toBe(
    "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
  );
});
