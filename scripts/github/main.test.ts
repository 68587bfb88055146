import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { source } from "../../ops/checkout.js";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-github-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", source("scripts/github/main.ts"), ...args],
    {
      encoding: "utf8",
      cwd: source(),
      env: {
        PATH: process.env.PATH ?? "",
        // Nothing listens there: what would be written to GitHub fails the run.
        GITHUB_API_URL: "http://127.0.0.1:9",
        GITHUB_SERVER_URL: "https://github.example",
        GITHUB_REPOSITORY: "o/r",
        GITHUB_RUN_ID: "5",
        GITHUB_SHA: "0123456789abcdef",
        GITHUB_TOKEN: "t0ken-of-the-run",
        ...env,
      },
    },
  );
  return { status, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

test("a preview outside of a pull request goes into the run's summary, without secrets there or in the log", () => {
  const summary = file("summary.md", "");
  const printed = file("preview.txt", "wrong passphrase hunter22\nResources:\n    + 3 to create\n");
  const { status, stdout } = run(["preview", "--stack", "prod", "--status", "0", "--file", printed], {
    GITHUB_STEP_SUMMARY: summary,
    PULUMI_CONFIG_PASSPHRASE: "hunter22",
  });
  expect([status, stdout.split("\n")[0]]).toEqual([0, "wrong passphrase [redacted]"]);
  const text = readFileSync(summary, "utf8");
  expect(text).toContain("### Preview of `prod`: + 3 to create");
  expect(text).not.toContain("hunter22");
});

test.each([
  {
    title: "servers that could not be asked leave the issue as it is",
    drift: { status: "2", notShown: [] },
    says: "not everything of prod could be asked (exit status 2); its issue stays as it is",
  },
  {
    title: "half a comparison without a difference does not close the issue",
    drift: { status: "0", notShown: ["images: the state cannot be read"] },
    says: "not compared were: images: the state cannot be read",
  },
])("$title", ({ drift: { status, notShown }, says }) => {
  const printed = file("drift.json", JSON.stringify({ stack: "prod", drift: [], notAsked: [], notShown }));
  const ended = run(["drift", "--stack", "prod", "--status", status, "--file", printed]);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain(says);
});

test("a stack's name that is none reaches no file", () => {
  const { status, stderr } = run(["may-tear-down", "--stack", "../x"]);
  expect([status, stderr.includes("a stack's name, e.g. prod")]).toEqual([1, true]);
});

test("the example of a production network is not torn down by a workflow, the demo may be", () => {
  expect(run(["may-tear-down", "--stack", "prod"]).stderr).toContain('consortium:data is "keep"');
  expect(run(["may-tear-down", "--stack", "dev"]).status).toBe(0);
});
