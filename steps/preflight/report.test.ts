import { expect, test } from "vitest";
import { fail, pass, passed, renderReports, warn } from "./report.js";

const good = pass("clock", "right", "within 1 s");
const odd = warn("disk free", "10 %", "15 %", "free space");
const bad = fail("memory", "2 GiB", "4 GiB", "use a bigger server");

test("a warning lets a server pass, one failure does not", () => {
  expect(passed({ server: "k1", rows: [good, odd] })).toBe(true);
  expect(passed({ server: "k1", rows: [good, bad] })).toBe(false);
});

test("the table shows every server's rows, the worst first", () => {
  const table = renderReports([
    { server: "k1", rows: [good, odd, bad] },
    { server: "zk10", rows: [good] },
  ]);
  expect(table.split("\n")).toEqual([
    "server  result  check      found  wanted      remedy",
    "k1      fail    memory     2 GiB  4 GiB       use a bigger server",
    "k1      warn    disk free  10 %   15 %        free space",
    "k1      pass    clock      right  within 1 s",
    "zk10    pass    clock      right  within 1 s",
  ]);
});
