import { describe, expect, test } from "vitest";
import { fromStruct, toStruct } from "./struct.js";
import { hasSecret, hasUnknown, mask, type Props, reveal, secret, secretTexts, unknown } from "./values.js";

/** As the engine writes a secret on the wire. */
const wire = (value: Props[string]): Props => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("secrets", () => {
  test("are wrapped as the engine does, once", () => {
    expect(secret("x")).toEqual(wire("x"));
    expect(secret(secret("x"))).toEqual(wire("x"));
  });

  test("are found at any depth", () => {
    expect(hasSecret({ a: [{ b: wire("x") }] })).toBe(true);
    expect(hasSecret({ a: [{ b: "x" }] })).toBe(false);
  });

  test("are revealed at any depth", () => {
    expect(reveal({ a: [wire({ b: wire("x") })] })).toEqual({ a: [{ b: "x" }] });
  });

  test("survive the way through protobuf", () => {
    const props = { a: wire("x"), n: 1.5, t: true, none: null, list: [wire([1]), "y"], map: {} };
    expect(fromStruct(toStruct(props))).toEqual(props);
  });

  test("their texts are collected, plain ones are not", () => {
    expect(secretTexts({ a: "plain", b: wire("one"), c: [wire({ d: "two", e: 3 })] })).toEqual([
      "one",
      "two",
    ]);
  });
});

describe("masking", () => {
  test.each([
    { rule: "a secret", text: "say hunter22 now", secrets: ["hunter22"], masked: "say [secret] now" },
    {
      rule: "each line of a secret",
      text: "got line-two!",
      secrets: ["line-one\nline-two"],
      masked: "got [secret]!",
    },
    { rule: "the longest first", text: "hunter2222", secrets: ["hunter", "hunter2222"], masked: "[secret]" },
    { rule: "short words stay", text: "the yes of it", secrets: ["yes"], masked: "the yes of it" },
  ])("$rule", ({ text, secrets, masked }) => {
    expect(mask(text, secrets)).toBe(masked);
  });
});

test("an unknown is found at any depth", () => {
  expect(hasUnknown({ a: [wire(unknown)] })).toBe(true);
  expect(hasUnknown({ a: ["x"] })).toBe(false);
});
