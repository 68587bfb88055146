import { expect, test } from "vitest";
import { parseMoment } from "./moment.js";

const now = new Date("2025-06-02T12:00:00Z");

test.each([
  { text: "90s", moment: "2025-06-02T11:58:30.000Z" },
  { text: "10m", moment: "2025-06-02T11:50:00.000Z" },
  { text: "24h", moment: "2025-06-01T12:00:00.000Z" },
  { text: "7d", moment: "2025-05-26T12:00:00.000Z" },
  { text: "2025-06-01", moment: "2025-06-01T00:00:00.000Z" },
  { text: "2025-06-01T08:30:00", moment: "2025-06-01T08:30:00.000Z" },
  { text: "2025-06-01T08:30:00+02:00", moment: "2025-06-01T06:30:00.000Z" },
])("$text is $moment", ({ text, moment }) => {
  expect(parseMoment(text, now)?.toISOString()).toBe(moment);
});

test.each(["10", "yesterday", "", "10 minutes", "2025-13-01", "-5m"])("%j is no time", (text) => {
  expect(parseMoment(text, now)).toBeUndefined();
});
