import { type ChildProcessByStdio, spawn } from "node:child_process";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { parse, stringify } from "yaml";
import type { StackInput } from "../../../config/schema.js";
import { attempt, type Finished } from "../../../hosts/process.js";
import { labEnvironment } from "../../../lab/environment.js";
import { source } from "../../../ops/checkout.js";
import { eventFile } from "../../../ops/event-file.js";
import { stateFolder } from "../../../ops/tool-environment.js";
import { workspace } from "./workspace.js";

/** A stack file's `config:` as far as the tests edit it. */
export interface Configuration {
  "consortium:inventory"?: string;
  /** A secret stands there as the engine encrypted it. */
  "consortium:images"?: {
    credentials?: typeof planted & { readonly password?: { readonly secure: string } };
  };
  "consortium:fabric": StackInput["fabric"] & {};
  "consortium:fisco": StackInput["fisco"] & {};
}

/** Login for a registry that no image comes from: its password is a secret that the tests plant. */
const planted = { address: "registry.invalid", username: "reader" } as const;

/** A stack of the real program on the lab, driven by the real CLI. */
export class LabStack {
  readonly name: string;
  /** All that any command printed, for the search for secrets. */
  readonly log: string;
  /** Temporary folder of everything that is run here, for the same search. It is short: sockets stand in it. */
  readonly temporary: string;
  readonly #file: string;
  readonly #folder: string;
  readonly #env: Record<string, string>;
  #password: { readonly secure: string } | undefined;

  private constructor(name: string, file: string, folder: string, env: Record<string, string>) {
    this.name = name;
    this.#file = file;
    this.#folder = folder;
    this.temporary = join(tmpdir(), `consortium-${name}`);
    this.#env = { ...env, TMPDIR: this.temporary };
    this.log = join(folder, "commands.log");
  }

  /** Makes the stack from a stack file of the tests. */
  static async create(name: string, file: string): Promise<LabStack> {
    await mkdir(stateFolder, { recursive: true });
    const folder = await workspace(name, source(file));
    const stack = new LabStack(name, source(file), folder, await labEnvironment());
    await mkdir(stack.temporary, { recursive: true, mode: 0o700 });
    await writeFile(stack.log, "");
    await stack.pulumi("stack", "select", "--create", name);
    return stack;
  }

  /** Its stack file, as it is now. */
  get file(): string {
    return join(this.#folder, `Pulumi.${this.name}.yaml`);
  }

  /** Options that make a verb use this stack. */
  get chosen(): readonly string[] {
    return ["--file", this.file];
  }

  /** Where its verbs write down what was run. */
  get auditFile(): string {
    return eventFile({ file: this.file });
  }

  /** Where the agent that holds the lab's key listens. */
  get agentSocket(): string {
    return this.#env.SSH_AUTH_SOCK ?? "";
  }

  /** Runs `pulumi ARGS` in the stack's folder; the result tells how it ended. */
  async pulumi(...args: string[]): Promise<Finished> {
    return await this.#run(["pulumi", "-C", this.#folder, ...args]);
  }

  /** As `pulumi`, for output that holds secrets: it is not logged. */
  async silently(...args: string[]): Promise<Finished> {
    return await attempt(["pulumi", "-C", this.#folder, ...args], { cwd: source(), env: this.#env });
  }

  /** Gives the stack a login for a registry, its password as a secret; it stays through {@link configure}. */
  async plantRegistryLogin(password: string): Promise<void> {
    const path = "consortium:images.credentials.password";
    const { code, stderr } = await attempt(
      ["pulumi", "-C", this.#folder, "config", "set", "--secret", "--path", path, "--stack", this.name],
      // The CLI reads the value from its standard input, so that it is in no process list.
      { cwd: source(), env: this.#env, stdin: password },
    );
    if (code !== 0) throw new Error(`pulumi config set: exit status ${code}\n${stderr}`);
    const { config } = parse(await readFile(this.file, "utf8")) as { config: Configuration };
    this.#password = config["consortium:images"]?.credentials?.password;
    if (this.#password?.secure === undefined) throw new Error(`${this.file}: no encrypted password`);
    await this.configure();
  }

  /**
   * Starts `pulumi ARGS` and does not wait for it: for runs that are cut off. It leads a process group of its own, as in
   * a terminal, where Ctrl-C reaches the whole group. What it prints goes to nobody but the caller.
   */
  start(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn("pulumi", ["-C", this.#folder, ...args], {
      cwd: source(),
      env: { ...process.env, ...this.#env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** `pulumi destroy`, and the stack is forgotten. @throws Error with the last lines when it fails. */
  async destroy(): Promise<void> {
    const { code, stdout, stderr } = await this.pulumi(
      ...["destroy", "--yes", "--skip-preview", "--remove", "--stack", this.name],
    );
    if (code !== 0) throw new Error(`pulumi destroy: exit status ${code}\n${(stdout + stderr).slice(-3000)}`);
  }

  /** `pulumi up` and its summary, e.g. `{ created: 232 }`. @throws Error with the last lines when it fails. */
  async up(...args: string[]): Promise<{ text: string; summary: Readonly<Record<string, number>> }> {
    const { code, stdout, stderr } = await this.pulumi(
      ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", this.name, ...args],
    );
    const text = stdout + stderr;
    if (code !== 0)
      throw new Error(`pulumi up: exit status ${code}\n${text.split("\n").slice(-60).join("\n")}`);
    return { text, summary: summaryOf(text) };
  }

  /** Runs `./consortium ARGS --file FILE --json` and gives what it printed. @throws Error unless it ends with 0. */
  async consortium<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.ask(...args);
    if (code !== 0) throw new Error(`consortium ${args.join(" ")}: exit status ${code}\n${stdout}${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Runs `./consortium ARGS --file FILE --json`; its exit status is an answer. */
  ask(...args: string[]): Promise<Finished> {
    return this.verb(...args, ...this.chosen, "--json");
  }

  /** Runs `./consortium ARGS` as it is given; its exit status is an answer. */
  verb(...args: string[]): Promise<Finished> {
    return this.#run(["./consortium", ...args]);
  }

  /** As `verb`, for arguments that hold secrets: neither they nor the output are logged. */
  verbSilently(...args: string[]): Promise<Finished> {
    return attempt(["./consortium", ...args], { cwd: source(), env: this.#env });
  }

  /** Changes the stack's configuration for the runs that follow; starts from the committed file each time. */
  async configure(edit: (configuration: Configuration) => void = () => {}): Promise<void> {
    await workspace(this.name, this.#file);
    const document = parse(await readFile(this.file, "utf8")) as { config: Configuration };
    if (this.#password)
      document.config["consortium:images"] = {
        ...document.config["consortium:images"],
        credentials: { ...planted, password: this.#password },
      };
    edit(document.config);
    await writeFile(this.file, stringify(document));
  }

  async #run(argv: [string, ...string[]]): Promise<Finished> {
    const finished = await attempt(argv, { cwd: source(), env: this.#env });
    await appendFile(this.log, `$ ${argv.join(" ")}\n${finished.stdout}${finished.stderr}\n`);
    return finished;
  }
}

/** The counts under `Resources:`; `+-` is a replacement. */
export function summaryOf(text: string): Record<string, number> {
  const block = text.slice(text.lastIndexOf("Resources:"));
  return Object.fromEntries(
    [...block.matchAll(/(\d+) (created|updated|replaced|deleted|unchanged|errored)\b/g)].map(
      ([, count, what]) => [what, Number(count)],
    ),
  );
}
