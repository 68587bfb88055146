import { expect, test } from "vitest";
import type { LogLine } from "../hosts/docker/logs.js";
import { followLog } from "./log-follow.js";

function line(second: number, text: string): LogLine {
  return { time: `2025-06-01T10:00:0${second}.000000000Z`, stream: "stdout", text };
}

const waitMs = { first: 1, most: 2 };

/** Follows a log that gives these lines at each opening, `Error` where it breaks, until all openings are used up. */
async function follow(openings: (LogLine | Error)[][], since: string, shown: LogLine[] = []) {
  const stop = new AbortController();
  const opened: string[] = [];
  const breaks: string[] = [];
  const lines: string[] = [];
  async function* open(from: string): AsyncGenerator<LogLine> {
    opened.push(from);
    const given = openings[opened.length - 1];
    if (!given) return stop.abort();
    for (const one of given) {
      if (one instanceof Error) throw one;
      yield one;
    }
  }
  const onBreak = (reason: string) => breaks.push(reason);
  for await (const { text } of followLog({ open, since, shown, signal: stop.signal, onBreak, waitMs }))
    lines.push(text);
  return { lines, opened, breaks };
}

test("after a break the log goes on from its last line, and no line is given twice", async () => {
  const { lines, opened } = await follow(
    [
      [line(1, "a"), line(2, "b"), new Error("the connection broke")],
      [line(2, "b"), line(2, "c"), line(3, "d")],
    ],
    "2025-06-01T10:00:00.000000000Z",
  );
  expect(lines).toEqual(["a", "b", "c", "d"]);
  expect(opened).toEqual([
    "2025-06-01T10:00:00.000000000Z",
    "2025-06-01T10:00:02.000000000Z",
    "2025-06-01T10:00:03.000000000Z",
  ]);
});

test("lines that were shown before it began are left out", async () => {
  const { lines } = await follow(
    [[line(1, "old"), line(2, "shown"), line(2, "new")]],
    "2025-06-01T10:00:02.000000000Z",
    [line(1, "old"), line(2, "shown")],
  );
  expect(lines).toEqual(["new"]);
});

test("late lines of the other stream are given where the log did not break", async () => {
  const { lines } = await follow([[line(2, "out"), line(1, "err")]], "2025-06-01T10:00:00.000000000Z");
  expect(lines).toEqual(["out", "err"]);
});

test("a break is told once, and again only after lines have come", async () => {
  const { breaks } = await follow(
    [[line(1, "a")], [], [new Error("unreachable")], [line(2, "b"), new Error("gone")], []],
    "2025-06-01T10:00:00.000000000Z",
  );
  expect(breaks).toEqual(["the log ended; does its container run?", "gone"]);
});
