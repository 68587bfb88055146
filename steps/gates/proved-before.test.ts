import { expect, test } from "vitest";
import { provedBefore } from "./in-sync.js";

test.each([
  { last: '{"member":"kafka1","state":"in sync","container":"c1"}', proved: true },
  { last: '{"member":"kafka1","state":"kept","container":"c1"}', proved: true },
  { last: '{"member":"kafka1","state":"in sync","container":"c0"}', proved: false },
  { last: '{"member":"kafka1","state":"being born"}', proved: false },
  { last: '{"member":"kafka1","state":"being born","container":"c1"}', proved: true },
  { last: undefined, proved: false },
  { last: "", proved: false },
])("container c1 after a last result of $last: nothing left to prove is $proved", ({ last, proved }) =>
  expect(provedBefore("c1", last)).toBe(proved),
);
