import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { attempt } from "../../hosts/process.js";
import { source } from "../../ops/checkout.js";
import { toolFolder } from "../setup/go-tools.js";

const folder = source(".github", "workflows");
const workflows = readdirSync(folder).filter((name) => name.endsWith(".yml"));
const actions = readdirSync(source(".github", "actions"));
const files = [
  ...workflows.map((name) => join(".github/workflows", name)),
  ...actions.map((name) => join(".github/actions", name, "action.yml")),
];
const textOf = (file: string) => readFileSync(source(file), "utf8");

const job = z.looseObject({
  uses: z.string().optional(),
  environment: z.string().optional(),
  "timeout-minutes": z.number().optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.unknown() }).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
});
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});
const read = (name: string) => workflow.parse(parse(readFileSync(join(folder, name), "utf8")));

test("actionlint finds nothing in the workflows", async () => {
  const actionlint = join(toolFolder, "actionlint");
  if (!existsSync(actionlint))
    throw new Error(`${actionlint} is missing; build it with: npm run setup -- --only tools`);
  const { code, stdout, stderr } = await attempt([actionlint, "-no-color", "-shellcheck=", "-pyflakes="], {
    cwd: source(),
  });
  expect(`${stdout}${stderr}`).toBe("");
  expect(code).toBe(0);
});

test("actionlint would see a mistake", async () => {
  const broken =
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ githb.sha }}\n";
  const { code, stdout } = await attempt([join(toolFolder, "actionlint"), "-no-color", "-"], {
    stdin: broken,
  });
  expect(code).toBe(1);
  expect(stdout).toContain('undefined variable "githb"');
});

test.each(files)("%s names other people's actions by commit, with the version beside it", (file) => {
  const uses = [...textOf(file).matchAll(/uses: (?!\.\/)(.*)/g)].map(([, what]) => what);
  for (const what of uses) expect(what).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("one action has one commit everywhere", () => {
  const pins = files.flatMap((file) => [...textOf(file).matchAll(/uses: (?!\.\/)([^@\s]+)@(\S+)/g)]);
  const commits = new Map<string, Set<string>>();
  for (const [, action = "", commit = ""] of pins)
    commits.set(action, new Set([...(commits.get(action) ?? []), commit]));
  expect([...commits].filter(([, set]) => set.size > 1)).toEqual([]);
  expect([...commits.keys()].sort()).toEqual([
    "actions/cache",
    "actions/checkout",
    "actions/setup-go",
    "actions/setup-node",
  ]);
});

test.each(workflows)("%s may read the repository and nothing more unless a job says so", (name) => {
  expect(read(name).permissions).toEqual({ contents: "read" });
});

test("only the comment and the issue may be written", () => {
  const granted = workflows.flatMap((name) =>
    Object.entries(read(name).jobs).flatMap(([id, { permissions }]) =>
      Object.entries(permissions ?? {})
        .filter(([, right]) => right !== "read")
        .map(([what, right]) => `${name} ${id}: ${what} ${right}`),
    ),
  );
  expect(granted.sort()).toEqual([
    "drift.yml drift: issues write",
    "preview.yml preview: pull-requests write",
  ]);
});

test("everything that changes a stack shares its group, and is never cut off by a newer run", () => {
  const groups = {
    up: read("up.yml").jobs.up?.concurrency,
    teardown: read("teardown.yml").jobs.teardown?.concurrency,
  };
  expect(groups).toEqual({
    up: { group: "stack-${{ matrix.stack }}", "cancel-in-progress": false },
    teardown: { group: "stack-${{ inputs.stack }}", "cancel-in-progress": false },
  });
});

test("a job with a login key runs in the environment that asks for approval, or in that of the drift report", () => {
  const withKey = workflows.flatMap((name) =>
    Object.entries(read(name).jobs)
      .filter(([, one]) => JSON.stringify(one).includes("secrets.SSH_PRIVATE_KEY"))
      .map(([id, { environment }]) => `${name} ${id}: ${environment}`),
  );
  expect(withKey.sort()).toEqual([
    "drift.yml drift: ${{ matrix.stack }}-drift",
    "teardown.yml teardown: ${{ inputs.stack }}",
    "up.yml up: ${{ matrix.stack }}",
  ]);
});

test("every job has a deadline, and no secret or input stands in a command's text", () => {
  for (const name of workflows) {
    for (const [id, one] of Object.entries(read(name).jobs))
      if (one.uses === undefined) expect(one["timeout-minutes"], `${name} ${id}`).toBeGreaterThan(0);
    const commands = z
      .array(z.looseObject({ run: z.string().optional() }))
      .parse(Object.values(read(name).jobs).flatMap(({ steps }) => steps ?? []))
      .map(({ run }) => run ?? "");
    expect(commands.filter((run) => run.includes("${{"))).toEqual([]);
  }
});
