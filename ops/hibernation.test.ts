import { expect, test } from "vitest";
import { intentOf } from "./hibernate.js";
import { sleepOf } from "./hibernation.js";
import { wakeText } from "./wake.js";

const record = (since: string, network = "3f9a") => ({
  network,
  since,
  by: "anna@desk",
  heights: { p1: { ch: 8 } },
});

test("the latest record of the servers' own network counts", () => {
  const found = [
    { network: "3f9a", record: record("2026-01-02T00:00:00.000Z") },
    { network: "3f9a", record: record("2026-03-02T00:00:00.000Z") },
    { network: "3f9a", record: record("2026-04-02T00:00:00.000Z", "old") },
    { network: "3f9a" },
  ];
  expect(sleepOf("prod", found)).toEqual({
    network: "3f9a",
    record: record("2026-03-02T00:00:00.000Z"),
  });
  expect(sleepOf("prod", [{ network: "3f9a" }, {}])).toEqual({ network: "3f9a" });
});

test("servers of no network, or of two, are refused", () => {
  expect(() => sleepOf("prod", [{}, {}])).toThrow("no server holds stack prod; it is there after pulumi up");
  expect(() => sleepOf("prod", [{ network: "a" }, { network: "b" }])).toThrow(
    "claimed for several networks (a, b)",
  );
});

test("what is about to sleep is shown with its heights, and what cannot be read with a remedy", () => {
  expect(intentOf("prod", { p1: { ch: 8 } }, 3, ["p2"]).split("\n")).toEqual([
    "stack prod: record these heights and stop 3 containers",
    "  LEDGER  CHANNEL  HEIGHT",
    "  p1      ch       8",
    "heights that cannot be read: p2. Bring them back first, or pass --force: wake then proves nothing about them",
    "",
  ]);
});

test("where there are no ledgers nothing is said of heights that were not recorded", () => {
  expect(intentOf("wefe", {}, 3, []).split("\n")).toEqual([
    "stack wefe: stop 3 containers; there are no heights to record",
    "",
  ]);
  const report = { stack: "wefe", since: "2026-01-02T00:00:00.000Z", started: [], heights: [], awake: true };
  expect(wakeText(report)).toBe("stack wefe is awake: no height was recorded, so none is proved\n");
});

test("a ledger that is lower after the sleep is named", () => {
  const text = wakeText({
    stack: "prod",
    since: "2026-01-02T00:00:00.000Z",
    started: [],
    heights: [
      { service: "p1", channel: "ch", before: 8, now: 9, kept: true },
      { service: "p2", channel: "ch", before: 8, now: 3, kept: false },
      { service: "p3", channel: "ch", before: 8, kept: false },
    ],
    awake: false,
  });
  expect(text.split("\n")).toEqual([
    "LEDGER  CHANNEL  BEFORE  NOW",
    "p1      ch       8       9         kept",
    "p2      ch       8       3         LOWER",
    "p3      ch       8       not read  LOWER",
    "stack prod is not proved awake: 2 of 3 heights are not there",
    "",
  ]);
});
