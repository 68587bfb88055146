import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ensureDeployTar } from "../lab/wefe-package/build.js";
import { plannable, planReports } from "./plan.js";
import { makeProgram } from "./program.js";

const project = join(import.meta.dirname, "..");
const production = join(project, "Pulumi.prod.yaml");

// The package that both WeFe stacks are planned with.
beforeAll(() => ensureDeployTar());

let directory = "";
let printed = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-plan-"));
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

/** Runs the verb and gives its exit status; what it prints is in `printed`. */
async function run(...args: string[]): Promise<number> {
  let status = 0;
  printed = "";
  await makeProgram((ended) => {
    status = ended;
  }).parseAsync(["plan", ...args], { from: "user" });
  return status;
}

test("the committed plans are what ./consortium plan writes, and none is left of another stack", async () => {
  const own = [join(project, "test/stacks/lab13.yaml")];
  const reports = [...(await planReports([], {})), ...(await planReports(own, {}))];
  const differences = reports.flatMap(({ files }) => files.map(({ diff }) => diff)).join("");
  expect(differences, "run ./consortium plan, and ./consortium plan test/stacks/lab13.yaml").toBe("");
  const folders = readdirSync(join(project, "plans"), { withFileTypes: true }).filter((e) => e.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(reports.map(({ stack }) => stack).sort());
});

test("--check of plans that differ ends with 1, shows the difference and writes nothing", async () => {
  expect(await run(production, "--out", directory)).toBe(0);
  expect(await run(production, "--out", directory, "--check")).toBe(0);
  expect(printed).toBe(`${directory}/prod: 14 files, as planned\n`);

  const file = join(directory, "prod", "k2.yaml");
  const edited = readFileSync(file, "utf8").replace('KAFKA_BROKER_ID: "2"', 'KAFKA_BROKER_ID: "7"');
  writeFileSync(file, edited);
  expect(await run(production, "--out", directory, "--check")).toBe(1);
  expect(printed.split("\n").filter((line) => /^[-+]/.test(line))).toEqual([
    `--- a${file}`,
    `+++ b${file}`,
    '-      KAFKA_BROKER_ID: "7"',
    '+      KAFKA_BROKER_ID: "2"',
  ]);
  expect(printed).toContain(
    "1 of 14 files differ; if that is what you want, run ./consortium plan and commit",
  );
  expect(readFileSync(file, "utf8")).toBe(edited);
});

test("a plan that was never written differs in every file", async () => {
  expect(await run(production, "--out", directory, "--check", "--json")).toBe(1);
  const [report] = JSON.parse(printed) as { stack: string; files: { name: string; state: string }[] }[];
  expect(report?.stack).toBe("prod");
  expect(report?.files.map(({ name, state }) => `${name} ${state}`)).toEqual(
    "k1.yaml k2.yaml k3.yaml k4.yaml network.md o1.yaml o2.yaml o3.yaml p1.yaml p2.yaml p3.yaml zk1.yaml zk2.yaml zk3.yaml"
      .split(" ")
      .map((name) => `${name} new`),
  );
  expect(existsSync(join(directory, "prod"))).toBe(false);
});

test("writing removes the file of a server that is gone, and no file that it did not make", async () => {
  await run(production, "--out", directory);
  const folder = join(directory, "prod");
  cpSync(join(folder, "k4.yaml"), join(folder, "k5.yaml"));
  writeFileSync(join(folder, "notes.md"), "ours\n");
  await run(production, "--out", directory);
  expect(printed).toBe(`${folder}: 15 files: k5.yaml (gone)\n`);
  expect([existsSync(join(folder, "k5.yaml")), existsSync(join(folder, "notes.md"))]).toEqual([false, true]);
});

/** A project with a stack whose servers stand in a file that is not there. */
function labProject(): string {
  writeFileSync(join(directory, "Pulumi.yaml"), "name: x\n");
  cpSync(join(project, "Pulumi.dev.yaml"), join(directory, "Pulumi.dev.yaml"));
  return join(directory, "Pulumi.dev.yaml");
}

test("a stack whose inventory is not there is planned with the committed one, or the one that is named", async () => {
  const stack = labProject();
  await expect(run(stack)).rejects.toThrow(
    ".cache/lab/inventory.yaml: there is no such file; commit an inventory to plan with as plans/dev.inventory.yaml, or name one with --inventory",
  );

  const inventory = join(project, "plans/dev.inventory.yaml");
  expect(await run(stack, "--inventory", inventory)).toBe(0);
  expect(readFileSync(join(directory, "plans/dev/s1.yaml"), "utf8")).toContain("address: 10.231.0.11\n");

  mkdirSync(join(directory, "plans"), { recursive: true });
  writeFileSync(
    join(directory, "plans/dev.inventory.yaml"),
    readFileSync(inventory, "utf8").replace("10.231.0.11", "10.231.0.99"),
  );
  expect(await run(stack)).toBe(0);
  expect(readFileSync(join(directory, "plans/dev/s1.yaml"), "utf8")).toContain("address: 10.231.0.99\n");
});

test("--inventory is for one stack that has no servers of its own", async () => {
  await expect(run(production, "--inventory", "x.yaml")).rejects.toThrow("lists its servers itself");
  await expect(run("--inventory", "x.yaml")).rejects.toThrow("--inventory is for one stack: name its file");
});

test("mistakes of the stack file are shown as validate shows them, before anything is written", async () => {
  await expect(
    run(join(project, "test/stacks/bad.yaml"), "--inventory", "x.yaml", "--out", directory),
  ).rejects.toThrow("lists its servers itself");
  await expect(run(join(project, "test/stacks/bad.yaml"), "--out", directory)).rejects.toThrow(
    "error fabric.ordering.kafka.kafka2.id:",
  );
  await expect(run(join(directory, "Pulumi.none.yaml"))).rejects.toThrow("there is no such file");
  expect(readdirSync(directory)).toEqual([]);
});

test("of all stacks those are left out, by name, whose package is not here; one that is named is refused", async () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  writeFileSync(join(directory, "Pulumi.yaml"), "name: x\n");
  cpSync(join(project, "Pulumi.wefe-prod.yaml"), join(directory, "Pulumi.wefe-prod.yaml"));
  const federation = join(directory, "Pulumi.wefe-prod.yaml");
  expect(plannable([production, federation])).toEqual([production]);
  expect(said).toEqual([
    expect.stringMatching(
      /^Pulumi\.wefe-prod\.yaml: left out, as its package is not here: \.cache\/wefe-package\/.*npm run lab -- wefe-package\n$/,
    ),
  ]);
  await expect(run(federation)).rejects.toThrow("there is no such file or folder");
});
