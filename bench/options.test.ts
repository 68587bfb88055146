import { expect, test } from "vitest";
import { parseContenders, parseRuns, parseSizes } from "./options.js";

test("sizes and contenders come in the order of the table, each once", () => {
  expect(parseSizes("13,4, 13")).toEqual([4, 13]);
  expect(parseContenders("pyinfra,shell")).toEqual(["shell", "pyinfra"]);
});

test("what is none of them is refused with those there are", () => {
  expect(() => parseSizes("7")).toThrow('"7" is none of 1, 4, 13; several are separated by commas');
  expect(() => parseContenders("")).toThrow('"" is none of consortium, shell, ansible, pyinfra');
});

test.each(["0", "100", "2.5", "many"])("%s runs are refused", (text) => {
  expect(() => parseRuns(text)).toThrow("a whole number from 1 to 99");
});
