import { expect, test } from "vitest";
import type { Measurement } from "./measure.js";
import { csvLine, header, parseResults } from "./results-file.js";

const one: Measurement = {
  contender: "ansible",
  servers: 13,
  operation: "second run",
  run: 2,
  seconds: 12.345,
  cpuSeconds: 2.5,
  peakMiB: 300,
  processes: 4,
  logins: 13,
  mostLogins: 1,
  bytes: 130_000,
  mostBytes: 12_000,
};
const line = "ansible,13,second run,2,12.35,2.50,300,4,13,1,130000,12000\n";

test("a measurement is one line, fractions with two places", () => {
  expect(csvLine(one)).toBe(line);
  expect(header).toBe(
    "contender,servers,operation,run,seconds,cpuSeconds,peakMiB,processes,logins,mostLogins,bytes,mostBytes\n",
  );
});

test("what was written is read again", () => {
  expect(parseResults(header + line)).toEqual([{ ...one, seconds: 12.35 }]);
  expect(parseResults("")).toEqual([]);
});

test("a line that was cut off while it was written is left out", () => {
  expect(parseResults(header + line + line.slice(0, -9))).toHaveLength(1);
});

test("columns of another version are refused with the way out", () => {
  expect(() => parseResults("contender,operation,run\nshell,first up,1\n")).toThrow(
    /another version.*\n.*contender,operation,run\n.*\n.*run without --resume/,
  );
});

test.each([
  { broken: "ansible,7,second run,2,1,1,1,1,1,1,1,1\n", says: /line 2: servers:/ },
  { broken: "ansible,13,second run,2,fast,1,1,1,1,1,1,1\n", says: /line 2: seconds:/ },
  { broken: "ansible,13,second run,2,1,1,1,1,1,1,1,1,9\n", says: /line 2: 13 columns, allowed 12/ },
])("$broken is refused by its line", ({ broken, says }) => {
  expect(() => parseResults(header + broken)).toThrow(says);
});
