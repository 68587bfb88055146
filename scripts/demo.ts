/**
 * The main job on this machine: set-up, lab hosts, one `pulumi up`, and a proof that the network works.
 * `npm run demo -- down` takes everything down again.
 */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { Argument, Command } from "commander";
import { type Demo, demos } from "./demos.js";
import { labEnvironment, stateFolder } from "./environment.js";
import { source } from "./paths.js";
import { workspace } from "./workspace.js";

interface Timed {
  readonly title: string;
  readonly seconds: number;
}

const done: Timed[] = [];

/** Runs a program with our terminal; its failure ends the demo with its exit status. */
function show(argv: readonly [string, ...string[]], env: Record<string, string> = {}): Promise<void> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: source(), env: { ...process.env, ...env }, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${argv.join(" ")}: exit status ${code ?? "by signal"}`));
    });
  });
}

async function timed(title: string, work: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  console.log(`\n== ${title}`);
  await work();
  done.push({ title, seconds: (Date.now() - begun) / 1000 });
}

function report(): void {
  console.log("");
  for (const { title, seconds } of done)
    console.log(`${title.padEnd(48)} ${seconds.toFixed(1).padStart(7)} s`);
  const total = done.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(`${"together".padEnd(48)} ${total.toFixed(1).padStart(7)} s`);
}

const node = [process.execPath, "--import", "tsx"] as const;

/** The stack's folder and environment; the lab must run, because the agent holds its key. */
async function pulumi({
  stack,
  file,
}: Demo): Promise<{ env: Record<string, string>; run: (...args: string[]) => Promise<void> }> {
  await mkdir(stateFolder, { recursive: true });
  const folder = await workspace(stack, source(file));
  const env = await labEnvironment();
  return { env, run: (...args) => show(["pulumi", "-C", folder, ...args], env) };
}

async function up(name: string): Promise<void> {
  const demo = demoCalled(name);
  const { stack, hosts, needs, proof } = demo;
  await timed("set-up: tools, plugins, engine, images", async () => {
    await show([...node, "scripts/setup.ts"]);
    for (const need of needs) await show([...node, "lab/main.ts", ...need]);
  });
  await timed(`lab: ${hosts.join(" ")}`, () => show([...node, "lab/main.ts", "up", ...hosts]));
  const { env, run } = await pulumi(demo);
  await timed("pulumi up: from plain hosts to a working network", async () => {
    await run("stack", "select", "--create", stack);
    await run("up", "--yes", "--stack", stack);
  });
  await timed(proof.title, () => show(["./consortium", ...proof.args, "--stack", stack], env));
  report();
  console.log(`\nTake it down again: npm run demo -- down${name === usual ? "" : ` ${name}`}`);
}

async function down(name: string): Promise<void> {
  const demo = demoCalled(name);
  const { run } = await pulumi(demo);
  await timed("pulumi destroy", () => run("destroy", "--yes", "--remove", "--stack", demo.stack));
  await timed("lab down", () => show([...node, "lab/main.ts", "down", "--engine"]));
  report();
}

const usual = "fabric";

function demoCalled(name: string): Demo {
  const demo = demos[name];
  if (!demo) throw new Error(`no demo is called ${name}`);
  return demo;
}

const which = () => new Argument("[network]").choices(Object.keys(demos)).default(usual);
const listed = Object.entries(demos).map(([name, { shows }]) => `  ${name.padEnd(8)} ${shows}`);

const program = new Command("demo")
  .description("Runs a demo network on lab hosts of this machine.")
  .addHelpText("after", `\nNetworks:\n${listed.join("\n")}`)
  .showHelpAfterError();
program
  .command("up", { isDefault: true })
  .description("set up, make hosts, pulumi up, and a proof")
  .addArgument(which())
  .action(up);
program
  .command("down")
  .description("pulumi destroy, then remove the hosts; the cache stays")
  .addArgument(which())
  .action(down);

program.parseAsync().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
