import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { paintFor, table } from "./table.js";

test("columns are as wide as their widest cell, and no line ends in spaces", () => {
  expect(
    table([
      ["server", "state", "note"],
      ["k1", "running", ""],
      ["zookeeper1", "up", "leader "],
    ]),
  ).toEqual(["server      state    note", "k1          running", "zookeeper1  up       leader"]);
});

test("a Chinese character takes two places, an accent none", () => {
  expect(
    table([
      ["organization", "state"],
      ["中国银行（北京）", "up"],
      ["Banque d'E\u0301tat", "up"],
    ]),
  ).toEqual(["organization      state", "中国银行（北京）  up", "Banque d'E\u0301tat     up"]);
});

test("a line starts with the indent, unless it is empty", () => {
  expect(table([["a"], [""]], { indent: "  " })).toEqual(["  a", ""]);
});

test("a style surrounds the padded cell and takes no part in the width", () => {
  const paint = (style: string, text: string) => `<${style}>${text}</${style}>`;
  expect(
    table(
      [
        [{ text: "up", style: "good" }, "x"],
        ["exited", "y"],
      ],
      { paint },
    ),
  ).toEqual(["<good>up    </good>  x", "exited  y"]);
});

test("what is not a terminal gets no colour", () => {
  expect(paintFor(new PassThrough() as unknown as NodeJS.WriteStream)("bad", "down")).toBe("down");
});
