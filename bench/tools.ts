import { stat } from "node:fs/promises";
import { join } from "node:path";
import { attempt, run } from "../hosts/process.js";
import { requireEngine } from "../lab/docker.js";
import { imageIndex } from "../lab/images/build.js";
import { cached, source } from "../ops/checkout.js";
import { toolEnvironment } from "../ops/tool-environment.js";
import { checksumOf } from "../scripts/checksum.js";
import { bad, runSteps, textReporter } from "../scripts/setup/run-steps.js";
import { readStamp, writeStamp } from "../scripts/setup/stamp.js";
import type { Step } from "../scripts/setup/step.js";
import type { ContenderName } from "./schedule.js";

/** Contenders from PyPI; each has its pinned packages in `bench/<name>/requirements.txt`. */
const fromPyPI = ["ansible", "pyinfra"] as const satisfies readonly ContenderName[];
type FromPyPI = (typeof fromPyPI)[number];

/** Programs of a contender from PyPI. */
export function programOf(contender: FromPyPI, program: string): string {
  return join(venvOf(contender), "bin", program);
}

function venvOf(contender: FromPyPI): string {
  return cached("bench", `venv-${contender}`);
}

/**
 * Finds or makes what the chosen contenders need on the operator's side, with a line a step.
 * @throws Error when something is missing; its remedy was printed with the step
 */
export async function setUp(chosen: readonly ContenderName[], say: (line: string) => void): Promise<void> {
  const steps: Step[] = [
    { id: "project", title: "what npm run setup makes", group: "any", run: projectIsSetUp },
    ...fromPyPI
      .filter((name) => chosen.includes(name))
      .map(
        (name): Step => ({
          id: name,
          title: `${name} from PyPI`,
          group: "any",
          needs: ["project"],
          run: venv(name),
        }),
      ),
  ];
  const failed = (await runSteps(steps, textReporter(say))).filter(bad);
  if (failed.length > 0) throw new Error(`not ready: ${failed.map(({ title }) => title).join(", ")}`);
}

async function projectIsSetUp(): Promise<{ readonly outcome: "found" }> {
  await requireEngine();
  const pulumi = await attempt(["pulumi", "version"], { env: toolEnvironment() });
  const configtxgen = await stat(cached("tools", "bin", "configtxgen")).catch(() => undefined);
  const missing = [
    ...(pulumi.code === 0 ? [] : ["the Pulumi CLI"]),
    ...(configtxgen ? [] : ["configtxgen"]),
    ...((await imageIndex()).length > 0 ? [] : ["the lab's images"]),
  ];
  if (missing.length > 0) throw new Error(`missing: ${missing.join(", ")}. Run: npm run setup`);
  return { outcome: "found" };
}

function venv(name: FromPyPI): Step["run"] {
  return async (onLine) => {
    const requirements = source("bench", name, "requirements.txt");
    const version = await pythonVersion();
    const inputs = await checksumOf([requirements], [version]);
    const stamp = `bench-${name}`;
    const there = await stat(programOf(name, "python")).catch(() => undefined);
    if (there && (await readStamp(stamp)) === inputs)
      return { outcome: "found", detail: `Python ${version}` };
    await run(["python3", "-m", "venv", "--clear", venvOf(name)], { onLine, timeoutSeconds: 120 }).catch(
      (error: unknown) => {
        throw new Error(
          `${String(error)}\nPython's venv is a package of its own on Debian and Ubuntu: apt-get install python3-venv`,
        );
      },
    );
    await run(
      [
        programOf(name, "python"),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--requirement",
        requirements,
      ],
      { onLine, timeoutSeconds: 900 },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\nWithout a way to PyPI leave it out: --contenders consortium,shell`);
    });
    await writeStamp(stamp, inputs);
    return { outcome: "made", detail: `Python ${version}` };
  };
}

async function pythonVersion(): Promise<string> {
  const { code, stdout } = await attempt([
    "python3",
    "-c",
    "import sys; print('.'.join(map(str, sys.version_info[:3])))",
  ]);
  const version = stdout.trim();
  if (code !== 0) throw new Error("there is no python3. Run: apt-get install python3 python3-venv");
  checkPython(version);
  return version;
}

/** @throws Error for a Python that the pinned ansible-core does not run on (3.11 to 3.13) */
export function checkPython(version: string): void {
  const minor = Number(/^3\.(\d+)\./.exec(version)?.[1] ?? Number.NaN);
  if (minor >= 11 && minor <= 13) return;
  throw new Error(
    `python3 is ${version}; the pinned packages want 3.11 to 3.13. Put one first on the PATH, or leave them out: --contenders consortium,shell`,
  );
}
