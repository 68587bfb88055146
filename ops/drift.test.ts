import { expect, test } from "vitest";
import { type DriftReport, driftText, statusOf } from "./drift.js";

const clean: DriftReport = { stack: "prod", network: "3f9a", drift: [], notAsked: [], notShown: [] };
const drifted: DriftReport = {
  ...clean,
  drift: [
    {
      server: "k1",
      kind: "container",
      name: "prod-kafka1",
      expected: "running",
      found: "missing",
      remedy: "pulumi up --refresh makes it again on its volume",
    },
  ],
};
const away = { what: "server k2", reason: "nothing answers" };

test.each([
  { title: "nothing differs", report: clean, status: 0 },
  { title: "something differs", report: drifted, status: 1 },
  { title: "a server could not be asked", report: { ...clean, notAsked: [away] }, status: 2 },
  { title: "both: the answer is not complete", report: { ...drifted, notAsked: [away] }, status: 2 },
  { title: "what no state can tell is left out", report: { ...clean, notShown: ["keys"] }, status: 0 },
])("$title: exit status $status", ({ report, status }) => expect(statusOf(report)).toBe(status));

test("no drift is said in one line", () => expect(driftText(clean)).toBe("stack prod: no drift\n"));

test("differences stand in a table, with what could not be asked and what is not shown", () => {
  expect(driftText({ ...drifted, notAsked: [away], notShown: ["channels: no output"] }).split("\n")).toEqual([
    "SERVER  KIND       NAME         EXPECTED  FOUND    REMEDY",
    "k1      container  prod-kafka1  running   missing  pulumi up --refresh makes it again on its volume",
    "server k2 could not be asked: nothing answers",
    "not shown: channels: no output",
    "stack prod: 1 difference where it could be asked",
    "",
  ]);
});
