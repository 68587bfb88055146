import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attempt } from "../hosts/process.js";
import { endingOf } from "./output.js";

const project = join(import.meta.dirname, "..");
let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-output-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const noSpace = { name: "Error", code: "ENOSPC", message: "ENOSPC: no space left on device, write" };
const noReader = { name: "Error", code: "EPIPE", message: "write EPIPE" };

test.each([
  { error: noSpace, status: 0, ends: 2 },
  { error: noSpace, status: 1, ends: 1 },
  { error: noSpace, status: 3, ends: 3 },
])("what cannot be written is said; status $status becomes $ends", ({ error, status, ends }) => {
  expect(endingOf(status, error)).toEqual({
    status: ends,
    message: "consortium: the output could not be written: ENOSPC: no space left on device, write\n",
  });
});

test.each([0, 1, 2])("a reader that has seen enough changes nothing: status %d stays", (status) => {
  expect(endingOf(status, noReader)).toEqual({ status });
});

/** Calls `./consortium` in a line of shell, as `"$@"`; gives the status that the line prints, and what was said. */
async function call(line: string, args: readonly string[], env = {}) {
  const { stdout, stderr } = await attempt(
    ["/bin/sh", "-c", line, "sh", join(project, "consortium"), ...args],
    { cwd: directory, env },
  );
  return { status: stdout.trim(), said: stderr };
}

const full = '"$@" >/dev/full; echo $?';
const closed = '{ { "$@"; echo $? >&3; } | true; } 3>&1';
const bothClosed = '{ { "$@" 2>&1; echo $? >&3; } | true; } 3>&1';
/** The file may have 512 bytes: the first write is cut short. */
const cutShort = 'ulimit -f 1; "$@" >cut; echo $?';

const bad = join(project, "test/stacks/bad.yaml");
const good = join(project, "Pulumi.prod.yaml");

test.each([
  { what: "a refused file", args: ["validate", bad], onFull: "1", onClosed: "1" },
  { what: "a refused file as JSON", args: ["validate", bad, "--json"], onFull: "1", onClosed: "1" },
  { what: "a good file", args: ["validate", good], onFull: "2", onClosed: "0" },
  { what: "a good file as JSON", args: ["validate", good, "--json"], onFull: "2", onClosed: "0" },
  {
    what: "a plan that differs",
    args: ["plan", good, "--check", "--out", "none"],
    onFull: "1",
    onClosed: "1",
  },
])(
  "$what ends with $onFull on a full disk, and with $onClosed where nobody reads",
  async ({ args, onFull, onClosed }) => {
    const [onDisk, unread] = await Promise.all([call(full, args), call(closed, args)]);
    expect(onDisk).toEqual({
      status: onFull,
      said: "consortium: the output could not be written: ENOSPC: no space left on device, write\n",
    });
    expect(unread).toEqual({ status: onClosed, said: "" });
  },
  120_000,
);

test("messages that nobody reads change no exit status", async () => {
  const ended = await Promise.all([
    call(bothClosed, ["plan", bad]),
    call(bothClosed, ["plan", "none.yaml"]),
    call(bothClosed, ["validate", good]),
  ]);
  expect(ended.map(({ status }) => status)).toEqual(["1", "2", "0"]);
}, 120_000);

test("half a report on a full disk is no report", async () => {
  // The cache of the compiled program would be cut short, too, and it is everybody's.
  const env = { TSX_DISABLE_CACHE: "1" };
  expect(await call(cutShort, ["firewall", "--file", good, "--json"], env)).toEqual({
    status: "2",
    said: "consortium: the output could not be written: EFBIG: file too large, write\n",
  });
  expect(statSync(join(directory, "cut")).size).toBe(512);
}, 120_000);
