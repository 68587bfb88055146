import { expect, test } from "vitest";
import { sha256 } from "../sha256.js";
import { stampFolder, stampOf, writeStamp } from "./stamp.js";

const hash = "a".repeat(64);

test("a stamp names the script, its files by hash and what it held", () => {
  // printf content | sha256sum
  expect(
    writeStamp("/f", "prepare", { script: hash, files: { "/etc/x": "content" }, holds: ["docker.io"] }),
  ).toBe(
    `printf '%s\\n' 'script ${hash}' 'file ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73 /etc/x' 'held docker.io' >/f/prepare.$$\nmv /f/prepare.$$ /f/prepare`,
  );
});

test.each(["/var/lib/consortium/prod/stamps", "/tmp/it's here"])(
  "the hash is found again in a script's text, by the stamp's name (%s)",
  (folder) => {
    const script = `set -eu\n${writeStamp(folder, "engine", { script: "b".repeat(64) })}\n${writeStamp(folder, "prepare", { script: hash })}\n`;
    expect(stampOf(script, "prepare")).toBe(hash);
    expect(stampOf(script, "engine")).toBe("b".repeat(64));
  },
);

test("a script of a release that stamped nothing has no hash", () =>
  expect(stampOf("set -eu\necho ready\n", "prepare")).toBeUndefined());

test("a stack's stamps stand in its own folder", () =>
  expect(stampFolder("prod")).toBe("/var/lib/consortium/prod/stamps"));

test("the hash of a text is sha256 in hex", () =>
  // printf PEM | sha256sum
  expect(sha256("PEM")).toBe("384fb9a44fabe158be2757b9b8d8f67029f2280fcc1776ab2a53103e6f0c582d"));
