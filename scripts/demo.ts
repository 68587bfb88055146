/**
 * The main job on this machine: set-up, lab hosts, one `pulumi up`, and a proof that the network works.
 * `npm run demo -- down` takes everything down again.
 */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { Argument, Command } from "commander";
import { labEnvironment } from "../lab/environment.js";
import { source } from "../ops/checkout.js";
import { stateFolder } from "../ops/tool-environment.js";
import { findStack, forgetSalt, type Place } from "./demo-stack.js";
import { type Demo, demos } from "./demos.js";

interface Timed {
  readonly title: string;
  readonly seconds: number;
}

const done: Timed[] = [];

/** Runs a program with our terminal; its failure ends the demo with its exit status. */
function show(
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
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

/** Where `pulumi` is run; the lab must have been up once, because the agent holds its key. */
async function here(): Promise<Place> {
  await mkdir(stateFolder, { recursive: true });
  return { checkout: source(), env: await labEnvironment() };
}

async function up(name: string): Promise<void> {
  const { stack, hosts, needs, proof } = demoCalled(name);
  await timed("set-up: tools, plugins, engine, images", async () => {
    await show([...node, "scripts/setup.ts"]);
    for (const need of needs) await show([...node, "lab/main.ts", ...need]);
  });
  await timed(`lab: ${hosts.join(" ")}`, () => show([...node, "lab/main.ts", "up", ...hosts]));
  const place = await here();
  const { env } = place;
  await timed("pulumi up: from plain hosts to a working network", async () => {
    await findStack(stack, place);
    await show(["pulumi", "stack", "select", "--create", stack], env);
    await show(["pulumi", "up", "--yes", "--stack", stack], env);
  });
  await timed(proof.title, () => show(["./consortium", ...proof.args, "--stack", stack], env));
  report();
  console.log(`\nTake it down again: npm run demo -- down${name === usual ? "" : ` ${name}`}`);
}

async function down(name: string): Promise<void> {
  const { stack } = demoCalled(name);
  const place = await here();
  const { env } = place;
  await timed("pulumi destroy", async () => {
    if (!(await findStack(stack, place))) return console.log(`there is no stack ${stack}`);
    await show(["pulumi", "destroy", "--yes", "--stack", stack], env);
    await show(["pulumi", "stack", "rm", "--yes", "--preserve-config", "--stack", stack], env);
    await forgetSalt(stack, place);
  });
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
