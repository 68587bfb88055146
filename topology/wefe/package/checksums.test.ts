import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linesFor, parseChecksums } from "./checksums.js";

const a = "a".repeat(64);
const b = "b".repeat(64);

test.each([
  { written: `${a}  wefe.tar`, line: { line: 1, sha256: a, path: "wefe.tar" } },
  { written: `${a} *x86_64/all Images.tar`, line: { line: 1, sha256: a, path: "x86_64/all Images.tar" } },
  { written: `${a.toUpperCase()}  wefe.tar\r`, line: { line: 1, sha256: a, path: "wefe.tar" } },
  { written: `\\${a}  back\\\\slash`, line: { line: 1, sha256: a, path: "back\\slash" } },
  { written: `\\${a}  new\\nline`, line: { line: 1, sha256: a, path: "new\nline" } },
  { written: `\n# reviewed\n${a}  wefe.tar\n`, line: { line: 3, sha256: a, path: "wefe.tar" } },
])("$written is read", ({ written, line }) => {
  expect(parseChecksums(written)).toEqual({ lines: [line], unreadable: [] });
});

test.each(["wefe.tar", `${a} wefe.tar`, `${a.slice(1)}  wefe.tar`, `${a}  `, `${a}`])(
  "%s is no line of checksums",
  (written) => {
    expect(parseChecksums(`${b}  good\n${written}\n`)).toMatchObject({
      lines: [{ line: 1 }],
      unreadable: [2],
    });
  },
);

test("what sha256sum writes is read, whatever the names", () => {
  const folder = mkdtempSync(join(tmpdir(), "checksums-"));
  const names = ["plain", "with space", "back\\slash", "new\nline", "名"];
  for (const name of names) writeFileSync(join(folder, name), "");
  const written = execFileSync("sha256sum", names, { cwd: folder, encoding: "utf8" });
  expect(parseChecksums(written).lines.map(({ path }) => path)).toEqual(names);
});

test.each([
  { path: "x86_64/all.tar", file: "/project/vendor/x86_64/all.tar", found: 1 },
  { path: "./x86_64/../all.tar", file: "/project/vendor/all.tar", found: 1 },
  { path: "../all.tar", file: "/project/all.tar", found: 1 },
  { path: "/elsewhere/all.tar", file: "/elsewhere/all.tar", found: 1 },
  { path: "all.tar", file: "/project/all.tar", found: 0 },
])("$path beside SHA256SUMS in /project/vendor is $file: $found", ({ path, file, found }) => {
  const checksums = parseChecksums(`${a}  ${path}\n`);
  expect(linesFor(checksums, "/project/vendor", file)).toHaveLength(found);
});
