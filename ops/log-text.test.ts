import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { byTime, logRenderer, matches, type PlacedLine } from "./log-text.js";

const line: PlacedLine = {
  time: "2025-06-01T10:00:00.000000001Z",
  stream: "stdout",
  text: "\u001b[31mERRO\u001b[0m no leader",
  server: "k1",
  service: "kafka1",
};
const file = new PassThrough() as unknown as NodeJS.WriteStream;
const places = ["k1/kafka1", "zk1/zookeeper1"];

test("a line in a file has its place, padded to the longest, and no control characters", () => {
  expect(logRenderer({ places, times: "hidden", stream: file })(line)).toBe(
    "k1/kafka1      | ERRO no leader\n",
  );
});

test("Docker's time stands before the text where it is wished", () => {
  expect(logRenderer({ places, times: "shown", stream: file })(line)).toBe(
    "k1/kafka1      | 2025-06-01T10:00:00.000000001Z ERRO no leader\n",
  );
});

test("an empty line ends without spaces", () => {
  expect(logRenderer({ places, times: "hidden", stream: file })({ ...line, text: "" })).toBe(
    "k1/kafka1      |\n",
  );
});

test.each([
  { pattern: /^ERRO no/, wanted: true },
  { pattern: /^INFO/, wanted: false },
  { pattern: undefined, wanted: true },
])("$pattern finds the text without its colours: $wanted", ({ pattern, wanted }) => {
  expect(matches(pattern, line)).toBe(wanted);
});

test("lines of several services stand by their nanoseconds, and in their order where these are the same", () => {
  const at = (nanoseconds: string, text: string) => ({
    ...line,
    time: `2025-06-01T10:00:00.${nanoseconds}Z`,
    text,
  });
  expect(
    byTime([at("000000009", "c"), at("000000001", "a"), at("000000009", "d"), at("000000002", "b")]).map(
      ({ text }) => text,
    ),
  ).toEqual(["a", "b", "c", "d"]);
});
