import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetIn } from "./forget.js";

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("a server that is not forgotten is a report, too: nothing was removed, and why", async () => {
  const place = { stack: "acme/prod", label: "prod", file: "Pulumi.prod.yaml", folder: "." };
  const meant = { place, server: "k9", named: undefined };
  expect(await forgetIn({}, meant, { yes: true, json: true })).toBe(1);
  expect(JSON.parse(printed)).toEqual({
    stack: "acme/prod",
    server: "k9",
    refused: ["the state holds nothing of a server k9"],
    removed: [],
  });

  printed = "";
  expect(await forgetIn({}, meant, { yes: true })).toBe(1);
  expect(printed).toBe("");
});
