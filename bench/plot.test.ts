import { expect, test } from "vitest";
import type { Measurement } from "./measure.js";
import { plotOf, tickStep } from "./plot.js";

const one = (
  contender: Measurement["contender"],
  operation: Measurement["operation"],
  run: number,
  seconds: number,
): Measurement => ({
  contender,
  servers: 13,
  operation,
  run,
  seconds,
  cpuSeconds: 1,
  peakMiB: 1,
  processes: 1,
  logins: 1,
  mostLogins: 1,
  bytes: 1,
  mostBytes: 1,
});
const measured = [
  one("consortium", "first up", 1, 40),
  one("consortium", "first up", 2, 60),
  one("consortium", "first up", 3, 100),
  one("shell", "first up", 1, 20),
];

// 470 pixels from the left edge at 300 are the longest run.
test("a bar is as long as the median, its whisker goes from the lowest to the highest run", () => {
  const svg = plotOf(measured);
  expect(svg).toContain(
    '<rect class="consortium" x="300" y="82" width="282" height="16"><title>consortium, first up: 60.0 s (40.0 to 100.0, 3 runs)</title></rect>',
  );
  expect(svg).toContain('d="M488 86v8M488 90H770M770 86v8"');
  expect(svg).toContain('<rect class="shell" x="300" y="103" width="94" height="16">');
});

test("who was not measured has no place in the legend, and each size has a panel", () => {
  const svg = plotOf([...measured, { ...one("consortium", "destroy", 1, 5), servers: 4 }]);
  expect(svg).not.toContain(">pyinfra<");
  expect([...svg.matchAll(/class="title"[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
    "4 servers",
    "13 servers",
  ]);
});

test("colours follow the reader's light or dark scheme", () => {
  expect(plotOf(measured)).toContain("@media (prefers-color-scheme: dark)");
});

test("it is well-formed: every element is closed", () => {
  const svg = plotOf(measured);
  const opened = [...svg.matchAll(/<([a-z]+)(?: [^>]*[^/])?>/g)].map(([, name]) => name).sort();
  const closed = [...svg.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name).sort();
  expect(opened).toEqual(closed);
});

test.each([
  { longest: 5, step: 1 },
  { longest: 85, step: 20 },
  { longest: 301, step: 100 },
])("a grid up to $longest s has a line every $step s", ({ longest, step }) => {
  expect(tickStep(longest)).toBe(step);
});
