import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { overlayProperties, readProperties } from "./properties.js";

const file = "wefe-board-service/config/application.properties";
const set = (text: string, values: Readonly<Record<string, string>>) => overlayProperties(file, text, values);

describe("is read as Java reads it", () => {
  test.each([
    { text: "a=1", values: { a: "1" } },
    { text: "a = 1", values: { a: "1" } },
    { text: "a:1", values: { a: "1" } },
    { text: "a 1", values: { a: "1" } },
    { text: "  a\t=\f1 ", values: { a: "1 " } },
    { text: "a==1", values: { a: "=1" } },
    { text: "a = : 1", values: { a: ": 1" } },
    { text: "a", values: { a: "" } },
    { text: "# a=1\n! b=2\n\n  \nc=3", values: { c: "3" } },
    { text: "a=1,\\\n   2,\\\n   3\nb=4", values: { a: "1,2,3", b: "4" } },
    { text: "a=1\\\n# 2", values: { a: "1# 2" } },
    { text: "a\\\n  =1", values: { a: "1" } },
    { text: "a=\\\n  1", values: { a: "1" } },
    { text: "a=c\\\\\nb=2", values: { a: "c\\", b: "2" } },
    { text: "a\\ b\\=c=1", values: { "a b=c": "1" } },
    { text: "a=\\u4e2d\\t\\:\\q", values: { a: "中\t:q" } },
    { text: "a=1\r\nb=2\rc=3", values: { a: "1", b: "2", c: "3" } },
    { text: "a=1\na=2", values: { a: "2" } },
    { text: "a=\\", values: { a: "" } },
    // Found by comparing with Java 17 on random files.
    { text: "ba\\\n c=1", values: { bac: "1" } },
    { text: "\\\n# comment", values: {} },
    { text: "a=1\\\n\nb=2", values: { a: "1", b: "2" } },
    { text: "\\\\\\\n x", values: { "\\x": "" } },
  ])("$text", ({ text, values }) => {
    expect(Object.fromEntries(readProperties(text))).toEqual(values);
  });
});

describe("a key is set where it stands", () => {
  test.each([
    { text: "# note\na=1\nb=2\n", to: "# note\na=9\nb=2\n" },
    { text: "a : 1\r\nb=2\r\n", to: "a : 9\r\nb=2\r\n" },
    { text: "a 1", to: "a 9" },
    { text: "a", to: "a=9" },
    { text: "a=\nb=2", to: "a=9\nb=2" },
    { text: "a=1,\\\n  2\nb=2", to: "a=9\nb=2" },
    { text: "#a=0\n  a = 1\n", to: "#a=0\n  a = 9\n" },
  ])("$text", ({ text, to }) => {
    const result = set(text, { a: "9" });
    expect(result.text).toBe(to);
    expect(result.findings).toEqual([]);
    expect(result.changes).toMatchObject([{ file, key: "a", to: "9" }]);
  });

  test("the change tells both values", () => {
    const key = "wefe.union.base-url";
    const text = `${key}=http\\://127.0.0.1\\:8086/union-service/\n`;
    expect(set(text, { [key]: "http://10.0.0.9:8086/union-service/" })).toEqual({
      text: `${key}=http://10.0.0.9:8086/union-service/\n`,
      changes: [
        {
          file,
          key,
          from: "http://127.0.0.1:8086/union-service/",
          to: "http://10.0.0.9:8086/union-service/",
        },
      ],
      findings: [],
    });
  });

  test("a key that has its value is left alone, however it is written", () => {
    expect(set("a = \\u0031", { a: "1" })).toEqual({ text: "a = \\u0031", changes: [], findings: [] });
  });

  test("of a key that stands twice the last one is set, and told", () => {
    const { text, findings } = set("a=1\nb=2\na=3\n", { a: "9" });
    expect(text).toBe("a=1\nb=2\na=9\n");
    expect(findings).toMatchObject([
      {
        path: `wefe.package: ${file}:3 a`,
        rule: "overlay-twice",
        severity: "warning",
        found: "lines 1, 3",
      },
    ]);
  });

  test.each([
    { text: "b=2\n", to: "b=2\n# Added by consortium.\na=9\n" },
    { text: "b=2", to: "b=2\n# Added by consortium.\na=9\n" },
    { text: "b=2\r\n", to: "b=2\r\n# Added by consortium.\r\na=9\r\n" },
    { text: "", to: "# Added by consortium.\na=9\n" },
    { text: "b=2\\", to: "b=2\\\n\n# Added by consortium.\na=9\n" },
  ])("a key that is missing is added at the end of $text, and told", ({ text, to }) => {
    const result = set(text, { a: "9" });
    expect(result.text).toBe(to);
    expect(result.changes).toEqual([{ file, key: "a", to: "9" }]);
    expect(result.findings).toMatchObject([{ path: `wefe.package: ${file}:1 a`, rule: "overlay-missing" }]);
  });
});

const key = fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/);
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(" a", "\\", "a\\", "\t", "=", "中"),
);

/** Lines as people write them: comments, blanks, all separators, continuations. */
const line = fc.oneof(
  fc
    .tuple(key, fc.constantFrom("=", " = ", ":", " "), fc.stringMatching(/^[ -~]{0,12}$/))
    .map((parts) => parts.join("")),
  fc.stringMatching(/^[#!][ -~]{0,12}$/),
  fc.constantFrom("", "  ", "a=1,\\\n  2"),
);
const fileText = fc.array(line, { maxLength: 8 }).map((lines) => lines.map((one) => `${one}\n`).join(""));

describe("whatever the file and the value", () => {
  test("a key that was set is read back as it was set, and the others as they were", () => {
    fc.assert(
      fc.property(fileText, key, anyText, (text, name, value) => {
        const before = readProperties(text);
        const result = set(text, { [name]: value });
        const after = readProperties(result.text);
        expect(after.get(name)).toBe(value);
        before.delete(name);
        after.delete(name);
        expect([...after]).toEqual([...before]);
      }),
    );
  });

  test("keys with blanks and signs come back too", () => {
    fc.assert(
      fc.property(fileText, anyText, anyText, (text, name, value) => {
        fc.pre(name !== "");
        expect(readProperties(set(text, { [name]: value }).text).get(name)).toBe(value);
      }),
    );
  });

  test("lines of other keys stay as they are", () => {
    fc.assert(
      fc.property(fileText, key, anyText, (text, name, value) => {
        const result = set(text, { "zz.own": "1", [name]: value }).text;
        const others = text.split("\n").filter((one) => /^[#!]/.test(one));
        expect(result.split("\n").filter((one) => others.includes(one))).toEqual(
          expect.arrayContaining(others),
        );
        const [first] = text.split("\n");
        if (first !== undefined && !first.startsWith(name)) expect(result.startsWith(first)).toBe(true);
      }),
    );
  });

  test("setting twice changes nothing more", () => {
    fc.assert(
      fc.property(fileText, key, anyText, (text, name, value) => {
        const once = set(text, { [name]: value }).text;
        expect(set(once, { [name]: value })).toMatchObject({ text: once, changes: [] });
      }),
    );
  });
});
