import { expect, test } from "vitest";
import { parseEnvFile } from "./env-file.js";

const outside = (name: string) => (name === "HOST_IP" ? "10.0.0.1" : undefined);

test.each([
  { text: "A=1\n\n# comment\nB = 2 ", values: { A: "1", B: "2" } },
  { text: "export A=1", values: { A: "1" } },
  { text: "A: 1", values: { A: "1" } },
  { text: "A=x # comment\nB=x#none", values: { A: "x", B: "x#none" } },
  { text: "A=\"x # y\" # comment\nB='$HOST_IP'", values: { A: "x # y", B: "$HOST_IP" } },
  { text: 'A="a\\tb\\"c\\\\d"', values: { A: 'a\tb"c\\d' } },
  { text: "A='it\\'s'", values: { A: "it's" } },
  { text: 'A="one\ntwo"\nB=3', values: { A: "one\ntwo", B: "3" } },
  { text: "A=${HOST_IP}:3306\nB=${A}/db", values: { A: "10.0.0.1:3306", B: "10.0.0.1:3306/db" } },
  { text: 'A="\\$HOST_IP"', values: { A: "$HOST_IP" } },
  { text: "A=", values: { A: "" } },
  { text: "HOST_IP\nOTHER", values: { HOST_IP: "10.0.0.1" } },
  { text: "\ufeffA=1\r\nB=2\r\n", values: { A: "1", B: "2" } },
])("$text", ({ text, values }) => {
  expect(parseEnvFile(text, outside)).toEqual({ values, problems: [] });
});

test("raw values stand as they are", () => {
  expect(parseEnvFile("A='$X' # y", outside, "raw").values).toEqual({ A: "'$X' # y" });
});

test("what cannot be read is named by its line", () => {
  expect(parseEnvFile("A=1\nno word here\nB=$NONE\nC='open", outside).problems).toEqual([
    { kind: "syntax", line: 2, message: "no KEY=value" },
    {
      kind: "variable",
      line: 3,
      written: { key: "B", text: "$NONE" },
      problem: { kind: "unset", variable: "NONE" },
    },
    { kind: "syntax", line: 4, message: "a value that ' opens never ends" },
  ]);
});
