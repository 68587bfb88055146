/** Those who make the same containers from the recipe. */
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { attempt, lastLines } from "../hosts/process.js";
import { cached, source } from "../ops/checkout.js";
import { type Ground, loadImages, stackOf } from "./ground.js";
import type { ContenderName } from "./schedule.js";
import { programOf } from "./tools.js";
import type { Work, Works } from "./work.js";

/** Folder that {@link writeRecipe} fills. */
export const recipe: string = cached("bench", "recipe");

/** Longest time for one program of a contender. */
const timeoutSeconds = 900;

/** The hand-written parallel shell script. */
export function shell(ground: Ground): Works {
  const script = (name: string, ...args: string[]) =>
    program("shell", [source("bench", "shell", name), recipe, ...args], {
      SSH_AUTH_SOCK: ground.stack.agentSocket,
    });
  return {
    "first up": { before: () => loadImages(ground), measured: () => script("up.sh") },
    destroy: { measured: () => script("down.sh", stackOf(ground.servers)) },
  };
}

/** The plays of `bench/ansible`. */
export function ansible(ground: Ground): Works {
  const playbook = (name: string, prepare: () => Promise<unknown> = async () => {}): Work => {
    // Each run has its own sockets, and short paths: a socket's path has at most 107 characters.
    let sockets = "";
    return {
      before: async () => {
        sockets = await mkdtemp(join(tmpdir(), "bench-"));
        await prepare();
      },
      measured: () =>
        program(
          "ansible",
          [
            programOf("ansible", "ansible-playbook"),
            "--inventory",
            join(recipe, "inventory.json"),
            "--extra-vars",
            JSON.stringify({ recipe, stack: stackOf(ground.servers) }),
            source("bench", "ansible", name),
          ],
          {
            SSH_AUTH_SOCK: ground.stack.agentSocket,
            LC_ALL: "C.UTF-8",
            ANSIBLE_CONFIG: source("bench", "ansible", "ansible.cfg"),
            ANSIBLE_HOME: cached("bench", "ansible-home"),
            ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
            ANSIBLE_SSH_COMMON_ARGS: `-o UserKnownHostsFile=${join(recipe, "known_hosts")} -o StrictHostKeyChecking=yes`,
          },
        ),
      // ControlPersist keeps the connections for the next run, which is measured from none as everyone's is.
      after: async () => {
        for (const socket of await readdir(sockets))
          await attempt(["ssh", "-o", `ControlPath=${join(sockets, socket)}`, "-O", "exit", "host"]);
        await rm(sockets, { recursive: true, force: true });
      },
    };
  };
  return {
    "first up": playbook("up.yml", () => loadImages(ground)),
    "second run": playbook("up.yml"),
    destroy: playbook("down.yml"),
  };
}

/** The deploys of `bench/pyinfra`. */
export function pyinfra(ground: Ground): Works {
  const deploys = source("bench", "pyinfra");
  const deploy = (name: string) => () =>
    program(
      "pyinfra",
      [
        programOf("pyinfra", "pyinfra"),
        "--yes",
        "--fail-percent",
        "0",
        join(deploys, "inventory.py"),
        join(deploys, name),
      ],
      {
        SSH_AUTH_SOCK: ground.stack.agentSocket,
        LC_ALL: "C.UTF-8",
        PYTHONPATH: [deploys, process.env.PYTHONPATH].filter((path) => path !== undefined).join(delimiter),
        PYTHONDONTWRITEBYTECODE: "1",
        BENCH_RECIPE: recipe,
        BENCH_STACK: stackOf(ground.servers),
      },
    );
  return {
    "first up": { before: () => loadImages(ground), measured: deploy("up.py") },
    "second run": { measured: deploy("up.py") },
    destroy: { measured: deploy("down.py") },
  };
}

/** Runs a contender's program in `.cache/bench`; what it says goes to `<name>.log` there. */
async function program(
  name: ContenderName,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = cached("bench");
  await mkdir(folder, { recursive: true });
  const { code, stdout, stderr } = await attempt(argv, { cwd: folder, env, timeoutSeconds });
  const log = join(folder, `${name}.log`);
  await writeFile(log, stdout);
  await appendFile(log, stderr);
  if (code !== 0)
    throw new Error(
      `${argv[0]}: exit status ${code}; all it said is in ${log}\n${lastLines(`${stdout}\n${stderr}`, 40)}`,
    );
}
