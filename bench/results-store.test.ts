import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Measurement } from "./measure.js";
import { beginResults, resumeResults } from "./results-store.js";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-results-"));
  file = join(folder, "results.csv");
});
afterEach(() => rm(folder, { recursive: true }));

const one = (run: number, operation: Measurement["operation"]): Measurement => ({
  contender: "shell",
  servers: 13,
  operation,
  run,
  seconds: 1,
  cpuSeconds: 1,
  peakMiB: 1,
  processes: 1,
  logins: 1,
  mostLogins: 1,
  bytes: 1,
  mostBytes: 1,
});

const operationsIn = async () =>
  (await readFile(file, "utf8"))
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(2, 4).join(" "));

test("a measurement is in the file as soon as it is added", async () => {
  const results = await beginResults(file, join(folder, "spare.csv"));
  await results.add(one(1, "first up"));
  expect(await operationsIn()).toEqual(["first up 1"]);
});

test("a run that goes on keeps complete rounds and drops the one that was cut off", async () => {
  const results = await beginResults(file, join(folder, "spare.csv"));
  for (const each of [one(1, "first up"), one(1, "destroy"), one(2, "first up")]) await results.add(each);
  await appendFile(file, "shell,13,des");
  const resumed = await resumeResults(file);
  expect(resumed.measured.map(({ run, operation }) => `${operation} ${run}`)).toEqual([
    "first up 1",
    "destroy 1",
  ]);
  await resumed.add(one(2, "first up"));
  expect(await operationsIn()).toEqual(["first up 1", "destroy 1", "first up 2"]);
});

test("a new run begins with nothing and keeps the file of before", async () => {
  const spare = join(folder, "spare.csv");
  await (await beginResults(file, spare)).add(one(1, "first up"));
  expect((await beginResults(file, spare)).measured).toEqual([]);
  expect(await operationsIn()).toEqual([]);
  expect(await readFile(spare, "utf8")).toContain("shell,13,first up,1,");
});

test("without a file a run that goes on begins with nothing", async () => {
  expect((await resumeResults(file)).measured).toEqual([]);
});
