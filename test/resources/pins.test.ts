import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectPins } from "./pins.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "consortium-pins-"));
  file = join(folder, "net.yaml");
  vi.stubEnv("CONSORTIUM_WRITE_PINS", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a pin that moved is refused with the command that writes it, and the file stays", () => {
  writeFileSync(file, "kafka1: 0123\n");
  expect(() => expectPins(file, "kafka1: 4567\n")).toThrow("CONSORTIUM_WRITE_PINS=1 npx vitest run");
  expect(readFileSync(file, "utf8")).toBe("kafka1: 0123\n");
});

test("a stack without pins yet is told the same", () => {
  expect(() => expectPins(file, "kafka1: 4567\n")).toThrow("CONSORTIUM_WRITE_PINS=1 npx vitest run");
});

test("pins are written where that is asked for, and hold then", () => {
  vi.stubEnv("CONSORTIUM_WRITE_PINS", "1");
  expectPins(file, "kafka1: 4567\n");
  vi.stubEnv("CONSORTIUM_WRITE_PINS", undefined);
  expectPins(file, "kafka1: 4567\n");
  expect(readFileSync(file, "utf8")).toBe("kafka1: 4567\n");
});

test.each(readdirSync(import.meta.dirname).filter((name) => name.startsWith("golden-")))(
  "%s leaves only the resources to vitest, whose -u writes",
  (name) => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    expect(text.match(/expect\(.*\)\.toMatch\w+/g)).toEqual(["expect(resources).toMatchFileSnapshot"]);
  },
);
