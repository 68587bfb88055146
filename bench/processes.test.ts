import { expect, test } from "vitest";
import { below, parseStat, ticksBelow } from "./processes.js";

test("a process is read from its stat line, whatever its name holds", () => {
  const line =
    "4711 (node (v20) x) S 12 4711 12 0 -1 4194304 900 0 0 0 230 45 9 9 20 0 11 0 5000 1100000000 25600 18446744073709551615";
  expect(parseStat(line)).toEqual({ pid: 4711, parent: 12, ticks: 275, waitedTicks: 18, pages: 25600 });
});

test("a process that is gone is none", () => {
  expect(parseStat("")).toBeUndefined();
});

test("a tree is a process with its children and theirs, in whatever order they are listed", () => {
  const process = (pid: number, parent: number) => ({ pid, parent, ticks: 0, waitedTicks: 0, pages: 0 });
  const all = [process(5, 4), process(4, 2), process(3, 1), process(2, 1), process(9, 8)];
  expect(below(2, all).map(({ pid }) => pid)).toEqual([5, 4, 2]);
});

test("the root's own time is not counted, that of its ended children is", () => {
  const tree = [
    { pid: 1, parent: 0, ticks: 1000, waitedTicks: 40, pages: 0 },
    { pid: 2, parent: 1, ticks: 5, waitedTicks: 2, pages: 0 },
  ];
  expect(ticksBelow(1, tree)).toBe(47);
});
