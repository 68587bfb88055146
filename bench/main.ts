/**
 * The benchmark: the network of the manual on 13 lab hosts with the images already there, by us and by hand.
 * Needs the set-up; it makes the lab and leaves it up.
 */
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { docker } from "../lab/docker.js";
import { up as labUp } from "../lab/hosts.js";
import { imageIndex } from "../lab/images/build.js";
import { containerOf, currentLab } from "../lab/lab.js";
import { thirteen } from "../lab/names.js";
import { inParallel } from "../lab/parallel.js";
import { planOf } from "../ops/place.js";
import { cached, root, source } from "../scripts/paths.js";
import { run as runProgram } from "../scripts/process.js";
import { LabStack } from "../test/e2e/support/stack.js";
import { type Measurement, measure } from "./measure.js";
import { writeRecipe } from "./recipe.js";
import { csvOf, reportOf } from "./report.js";

const stackName = "bench";
const stackFile = "bench/stack.yaml";
const recipe = cached("bench", "recipe");
const lab = currentLab();

/** Options of the command line. */
interface Options {
  readonly runs: number;
}

async function bench({ runs }: Options): Promise<void> {
  const inventory = await labUp(lab, { names: [...thirteen], disk: undefined, say: console.log });
  const stack = await LabStack.create(stackName, stackFile);
  const plan = planOf({ stack: stackName, label: stackName, file: source(stackFile), folder: root });
  console.log("once, not measured: for the recipe");
  await stack.up();
  const images = await writeRecipe(recipe, { stack, plan, inventory });
  await destroy(stack);

  const all: Measurement[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const ours = async (operation: string, work: () => Promise<unknown>) =>
      all.push(await measure({ contender: "consortium", operation, run }, work));
    await loadImages(images);
    await ours("first up", () => stack.up());
    await ours("preview", () => succeed(stack, "preview", "--expect-no-changes"));
    await ours("no-op up", () => stack.up("--expect-no-changes"));
    await stack.configure((config) => {
      const organization = config["consortium:fabric"].organizations.Org1;
      if (organization) organization.peers = { peer0: { server: "p1", logLevel: "debug" } };
    });
    await ours("change of one peer", () => stack.up());
    await stack.configure();
    await ours("destroy", () => destroy(stack));

    await loadImages(images);
    const shell = (script: string, ...args: string[]) =>
      runProgram([source("bench", "shell", script), recipe, ...args], {
        env: { SSH_AUTH_SOCK: stack.agentSocket },
        timeoutSeconds: 900,
      });
    all.push(await measure({ contender: "shell", operation: "first up", run }, () => shell("up.sh")));
    all.push(
      await measure({ contender: "shell", operation: "destroy", run }, () => shell("down.sh", stackName)),
    );
  }
  await writeFile(source("bench", "results.csv"), csvOf(all));
  await writeFile(source("bench", "RESULTS.md"), reportOf(all, await machine()));
  console.log(`\n${await readFile(source("bench", "RESULTS.md"), "utf8")}`);
}

async function succeed(stack: LabStack, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await stack.pulumi(...args, "--non-interactive", "--stack", stack.name);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: exit status ${code}\n${stdout}${stderr}`);
}

function destroy(stack: LabStack): Promise<void> {
  return succeed(stack, "destroy", "--yes", "--skip-preview");
}

/** Puts the images that each host runs into its engine, past SSH; those that are there cost nothing. */
async function loadImages(images: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const index = await imageIndex();
  await inParallel(4, [...images], async ([host, ids]) => {
    for (const id of ids) {
      const image = index.find((one) => one.id === id);
      if (!image) throw new Error(`${host} runs the image ${id}, which is not one of the lab's`);
      const archive = createReadStream(cached("images", image.file));
      await docker(["exec", "-i", containerOf(lab, host), "docker", "load", "--quiet"], { stdin: archive });
    }
  });
}

async function machine(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8");
  const system = /^PRETTY_NAME="(.*)"/m.exec(release)?.[1] ?? "unknown system";
  const memory = Math.round(totalmem() / 1024 ** 3);
  return (
    `Run on one machine that is operator and all 13 hosts at once: ${availableParallelism()} processors ` +
    `(${cpus()[0]?.model.trim() ?? "unknown"}), ${memory} GiB, ${system}, Node ${process.version}. ` +
    "The plugins are the stand-ins of `plugins/`; the images are the lab's."
  );
}

function count(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("a whole number from 1 to 99");
  return Number(text);
}

const program = new Command("bench")
  .description(
    "Measures first up, preview, no-op, change and destroy of 13 servers, beside a parallel shell script.",
  )
  .option("--runs <number>", "how often each is run", count, 3)
  .action(bench);

program.parseAsync().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
