import fc from "fast-check";
import { expect, test } from "vitest";
import { interpolate } from "./interpolate.js";

const variables: Readonly<Record<string, string>> = { SET: "value", EMPTY: "", PORT: "8080" };
const lookup = (name: string) => variables[name];

test.each([
  { text: "$SET/${SET}", gives: "value/value" },
  { text: "${EMPTY:-default}", gives: "default" },
  { text: "${EMPTY-default}", gives: "" },
  { text: "${UNSET-default}", gives: "default" },
  { text: "${UNSET:-}", gives: "" },
  { text: "${UNSET:-${SET}-${PORT}}", gives: "value-8080" },
  { text: "${UNSET:-a{b}", gives: "a{b" },
  { text: "${SET:?must be there}", gives: "value" },
  { text: "${EMPTY?must be there}", gives: "" },
  { text: "${SET:+other}", gives: "other" },
  { text: "${EMPTY:+other}", gives: "" },
  { text: "${EMPTY+other}", gives: "other" },
  { text: "$$SET and $${SET}", gives: "$SET and ${SET}" },
  { text: "costs 5$", gives: "costs 5$" },
  { text: "$5 and $-", gives: "$5 and $-" },
  { text: "${PORT}:80", gives: "8080:80" },
])("$text is $gives", ({ text, gives }) => {
  expect(interpolate(text, lookup)).toEqual({ text: gives, problems: [] });
});

test.each([
  { text: "a${UNSET}b", problems: [{ kind: "unset", variable: "UNSET" }] },
  { text: "$UNSET", problems: [{ kind: "unset", variable: "UNSET" }] },
  { text: "${EMPTY:?say it}", problems: [{ kind: "required", variable: "EMPTY", message: "say it" }] },
  { text: "${UNSET?}", problems: [{ kind: "required", variable: "UNSET", message: "" }] },
  { text: "${SET/a/b}", problems: [{ kind: "invalid", written: "${SET/a/b}" }] },
  { text: "${1}", problems: [{ kind: "invalid", written: "${1}" }] },
  { text: "${SET", problems: [{ kind: "invalid", written: "${SET" }] },
])("$text is complained about", ({ text, problems }) => {
  expect(interpolate(text, lookup).problems).toEqual(problems);
});

test("a text whose dollar signs are doubled comes through as it was", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(interpolate(text.replaceAll("$", "$$$$"), lookup)).toEqual({ text, problems: [] });
    }),
  );
});
