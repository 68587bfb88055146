import { expect, test } from "vitest";
import { about, countReports, fail, openReports, pass, renderReports, warn, worst } from "./report.js";

const good = pass("clock", "right", "within 1 s");
const odd = warn("disk free", "10 %", "15 %", "free space");
const bad = about(9092, fail("port", "taken by java", "free", "stop it"));

test.each([
  { rows: [], verdict: "pass" },
  { rows: [good, good], verdict: "pass" },
  { rows: [good, odd], verdict: "warn" },
  { rows: [odd, bad, good], verdict: "fail" },
])("one failure is worse than a warning, and that than a pass: $verdict", ({ rows, verdict }) => {
  expect(
    worst([
      { server: "k1", rows: [good] },
      { server: "k2", rows },
    ]),
  ).toBe(verdict);
});

test("the table shows every server's rows, the worst first", () => {
  const table = renderReports([
    { server: "k1", rows: [good, odd, bad] },
    { server: "zk10", rows: [good] },
  ]);
  expect(table.split("\n")).toEqual([
    "server  result  check      found          wanted      remedy",
    "k1      fail    port 9092  taken by java  free        stop it",
    "k1      warn    disk free  10 %           15 %        free space",
    "k1      pass    clock      right          within 1 s",
    "zk10    pass    clock      right          within 1 s",
  ]);
});

test("what passed is left out where only the rest is wanted", () => {
  const reports = [
    { server: "k1", rows: [good, odd] },
    { server: "k2", rows: [good] },
  ];
  expect(openReports(reports)).toEqual([{ server: "k1", rows: [odd] }]);
});

test("rows are counted by what came of them", () => {
  expect(countReports([{ server: "k1", rows: [good, odd, bad] }])).toBe(
    "1 server: 1 passed, 1 warning, 1 failed",
  );
  expect(
    countReports([
      { server: "k1", rows: [good, good] },
      { server: "k2", rows: [good] },
    ]),
  ).toBe("2 servers: 3 passed, 0 warnings, 0 failed");
});
