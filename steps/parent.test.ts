import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What `node ARG …` says when the shell around it is killed as soon as it has said the word. */
async function saidWithoutItsShell(word: string, ...args: readonly string[]) {
  // What follows the program keeps the shell from becoming it.
  const shell = spawn("sh", ["-c", `node "$@"; true`, "sh", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(shell, "close");
  let said = "";
  for await (const chunk of shell.stdout) {
    said += String(chunk);
    if (said.includes(word)) shell.kill("SIGKILL");
  }
  await closed;
  return { said, shell: shell.pid };
}

test("a step ends when the shell around it is killed, has time to tidy up, and lets go of its pipe", async () => {
  const waits = `
    import { endWithParent } from "./steps/parent.ts";
    process.once("SIGTERM", () => {
      setTimeout(() => process.stdout.write("tidied up\\n", () => process.exit(1)), 500);
    });
    endWithParent(process.ppid);
    setTimeout(() => {}, 3_600_000);
    process.stdout.write("waiting\\n");`;
  const { said } = await saidWithoutItsShell(
    "waiting",
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    waits,
  );
  expect(said).toBe("waiting\ntidied up\n");
});

test("a step knows the shell that started it, also when that is killed while the step is loaded", async () => {
  const folder = await mkdtemp(join(tmpdir(), "consortium-steps-"));
  const bundle = join(folder, ".cache", "steps");
  await mkdir(join(folder, "steps"));
  await mkdir(bundle, { recursive: true });
  await copyFile("steps/run.mjs", join(folder, "steps", "run.mjs"));
  await writeFile(join(bundle, "inputs.json"), "[]");
  await writeFile(
    join(bundle, "main.mjs"),
    `process.stdout.write("loading\\n");
    await new Promise((resolve) => setTimeout(resolve, 500));
    export const runStep = (name, parent) => process.stdout.write(name + " of " + parent + "\\n");`,
  );
  const { said, shell } = await saidWithoutItsShell("loading", join(folder, "steps", "run.mjs"), "ready");
  await rm(folder, { recursive: true });
  expect(said).toBe(`loading\nready of ${shell}\n`);
});

test("a step ends when the process that started it was gone before the first look", async () => {
  const late = `
    import { endWithParent } from "./steps/parent.ts";
    process.once("SIGTERM", () => process.stdout.write("ended\\n", () => process.exit(1)));
    endWithParent(0);
    setTimeout(() => {}, 3_600_000);`;
  const { said } = await saidWithoutItsShell("ended", "--import", "tsx", "--input-type=module", "-e", late);
  expect(said).toBe("ended\n");
});
