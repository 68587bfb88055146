import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const project = join(import.meta.dirname, "..");
let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium launcher "));
  symlinkSync(join(project, "consortium"), join(directory, "consortium"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("./consortium", args, { cwd: directory, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the launcher works from any directory, through a link, with paths relative to where it was called", () => {
  const output = execFileSync("./consortium", ["validate", join(project, "Pulumi.prod.yaml")], {
    cwd: directory,
    encoding: "utf8",
  });
  expect(output).toMatch(/Pulumi\.prod\.yaml: good$/m);
  expect(run("validate", "Pulumi.none.yaml")).toMatchObject({
    status: 2,
    stdout: expect.stringContaining("error Pulumi.none.yaml: there is no such file"),
  });
});

test("--help lists the verbs and ends well", () => {
  const { status, stdout } = run("--help");
  expect([status, stdout.includes("validate [options] <file>")]).toEqual([0, true]);
});

test("where the stack file has errors a verb with --json prints them as validate does", () => {
  const bad = join(project, "test/stacks/bad.yaml");
  const { stdout: findings } = run("validate", bad, "--json");
  expect(JSON.parse(findings)).toContainEqual(expect.objectContaining({ path: "dta", rule: "unknown-key" }));
  for (const args of [
    ["plan", bad, "--json"],
    ["firewall", "--file", bad, "--format", "json"],
  ])
    expect(run(...args)).toEqual({
      status: 1,
      stdout: findings,
      stderr: expect.stringMatching(/^consortium: the configuration of bad has \d+ errors/),
    });
}, 120_000);

test("events does not judge the stack file", () => {
  const bad = join(project, "test/stacks/bad.yaml");
  expect(run("events", "--file", bad, "--stack", "bad", "--json")).toEqual({
    status: 0,
    stdout: "",
    stderr: "",
  });
});

test.each([
  { args: ["validat"], says: "Did you mean validate?" },
  { args: ["validate"], says: "missing required argument 'file'" },
  { args: ["validate", "--xml", "a"], says: "unknown option '--xml'" },
])("a call that makes no sense ends with status 2 and says why: %j", ({ args, says }) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(says);
});

test("without node the launcher says what to install", () => {
  const { status, stderr } = spawnSync("/bin/sh", [join(project, "consortium")], {
    env: { PATH: "/nowhere" },
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^consortium: node is not on the PATH\./);
});
