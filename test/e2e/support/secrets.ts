import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inParallel } from "../../../hosts/in-parallel.js";
import { run } from "../../../hosts/process.js";
import { identityFile, inventoryFile } from "../../../lab/lab.js";
import { thirteen } from "../../../lab/names.js";
import { revealed } from "../../../ops/revealed.js";
import type { StateExport } from "../../../ops/state.js";
import { passphraseFile, pulumiHome, stateFolder } from "../../../ops/tool-environment.js";
import { type Canary, canaryOf, newCanaryValue, secretLine } from "../../canary/canary.js";
import { hostSteps } from "../../canary/host.js";
import { type Looked, parseSearch, searchScript, searchStep } from "../../canary/search.js";
import { madeBy, secretInputs } from "../../canary/secret-inputs.js";
import { complaints, tableText } from "../../canary/table.js";
import { containers, onHosts } from "./hosts.js";
import { operatorsMachine as here } from "./processes.js";
import type { LabStack } from "./stack.js";

/** What was searched, and why it is no proof. */
export interface SearchReport {
  /** `place | looked at | found`, for people. */
  readonly table: string;
  /** Secrets that were found, and places in which nothing was looked at; empty when all is well. */
  readonly complaints: readonly string[];
}

/** What the tests know of the run that is to be searched. */
export interface Run {
  readonly stack: LabStack;
  /** The password that was planted as the registry's login. */
  readonly registryLogin: string;
  /** Command lines that were seen while `up` ran, by machine. */
  readonly processes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Looks for every secret input of a stack in everything that a run leaves or shows: state, output of the CLI and of
 * `./consortium`, audit file, plans, temporary files, process lists, and on every server logs, definitions and files.
 */
export async function searchForSecrets({ stack, registryLogin, processes }: Run): Promise<SearchReport> {
  const canaries = [
    canaryOf("registry-login", "registry login", [registryLogin]),
    await runWithSecretArgument(stack),
    ...(await operatorsSecrets()),
    ...(await generatedSecrets(stack)),
  ];
  const evidence = await mkdtemp(join(tmpdir(), "consortium-evidence-"));
  try {
    const seen = await writeEvidence(stack, processes, evidence);
    const looked = [...(await searchHere(stack, canaries, seen)), ...(await searchHosts(canaries))];
    const expected = { services: await servicesByHost(stack) };
    const missing = secretInputs
      .filter(({ id, lab }) => typeof lab === "string" && canaries.every(({ input }) => input !== id))
      .map(({ id }) => `${id}: no such secret was looked for`);
    return {
      table: `${canaries.length} secrets\n${tableText(looked, expected)}`,
      complaints: [...missing, ...complaints(looked, expected)],
    };
  } finally {
    await rm(evidence, { recursive: true });
  }
}

/** Runs a program with a secret among its arguments; the audit file is to name the program only. */
async function runWithSecretArgument(stack: LabStack): Promise<Canary> {
  const value = newCanaryValue("exec-argument");
  const words = ["exec", ...stack.chosen, "kafka1", "--", "sh", "-c", `: ${value}`];
  const { code, stderr } = await stack.verbSilently(...words);
  if (code !== 0) throw new Error(`consortium exec: exit status ${code}\n${stderr.replaceAll(value, "…")}`);
  return canaryOf("exec-argument", "argument of exec", [value]);
}

async function operatorsSecrets(): Promise<Canary[]> {
  return [
    canaryOf("passphrase", "passphrase", [(await readFile(passphraseFile, "utf8")).trim()]),
    canaryOf("login-key", "login key", [secretLine(await readFile(identityFile, "utf8"))]),
  ];
}

/** Every key and password that the stack made for itself, by the name of its resource. */
async function generatedSecrets(stack: LabStack): Promise<Canary[]> {
  const { stdout } = await stack.silently("stack", "export", "--show-secrets", "--stack", stack.name);
  const { deployment } = JSON.parse(stdout) as StateExport;
  return (deployment?.resources ?? []).flatMap(({ urn, type, outputs }) => {
    const name = urn.split("::").at(-1) ?? urn;
    const input = madeBy(type, name);
    if (input === undefined) return [];
    const { privateKeyPem, privateKeyPemPkcs8, result } = (revealed(outputs) ?? {}) as Record<
      string,
      unknown
    >;
    const keys = [privateKeyPem, privateKeyPemPkcs8].flatMap((pem) =>
      typeof pem === "string" ? [secretLine(pem)] : [],
    );
    const values = typeof result === "string" ? [...keys, result] : keys;
    if (values.length === 0) throw new Error(`${name}: the exported state does not tell its secret`);
    return [canaryOf(input, name, values)];
  });
}

/** What the verbs and the CLI show, the stack's plan and the process lists, as files; gives the steps that search them. */
async function writeEvidence(
  stack: LabStack,
  processes: Run["processes"],
  folder: string,
): Promise<string[]> {
  const shown: readonly (readonly [
    string,
    () => Promise<{ readonly stdout: string; readonly stderr: string }>,
  ])[] = [
    ...["status", "ps", "stats", "check", "drift", "events"].map(
      (verb) => [`./consortium ${verb} --json`, () => stack.ask(verb)] as const,
    ),
    ["./consortium logs --json", () => stack.ask("logs", "--tail", "500")],
    [
      "./consortium plan",
      () => stack.verb("plan", stack.file, "--inventory", inventoryFile, "--out", join(folder, "plans")),
    ],
    ["pulumi stack output", () => stack.pulumi("stack", "output", "--json", "--stack", stack.name)],
    ["pulumi config", () => stack.pulumi("config", "--stack", stack.name)],
  ];
  // Few at a time: a server's sshd takes ten logins at once.
  const steps = await inParallel(3, shown, async ([place, command], nth) => {
    const { stdout, stderr } = await command();
    const file = join(folder, `${nth}.txt`);
    // An error alone is no output that was looked at.
    await writeFile(file, stdout === "" ? "" : `${stdout}${stderr}`);
    return searchStep(`printed: ${place}`, here, [file]);
  });
  steps.push(searchStep("plan files of the stack", here, [join(folder, "plans")]));
  await mkdir(join(folder, "processes"));
  for (const machine of [here, ...thirteen]) {
    const file = join(folder, "processes", machine);
    await writeFile(file, (processes.get(machine) ?? []).join("\n"));
    steps.push(searchStep("process lists during up", machine, [file]));
  }
  return steps;
}

/** Searches the operator's machine. */
async function searchHere(
  stack: LabStack,
  canaries: readonly Canary[],
  shown: readonly string[],
): Promise<Looked[]> {
  const steps = [
    // First, before the search itself has put anything into the temporary folder but its marker.
    searchStep("temporary folder of all commands", here, [stack.temporary]),
    searchStep("state, its history and its backups", here, [stateFolder]),
    searchStep("Pulumi's own folder", here, [join(pulumiHome, "workspaces")]),
    searchStep("stack file", here, [stack.file]),
    searchStep("audit file", here, [stack.auditFile]),
    searchStep("all that pulumi and ./consortium printed", here, [stack.log]),
    ...shown,
  ];
  const script = searchScript(canaries, steps);
  return parseSearch(canaries, await run(["sh", "-s"], { stdin: script, env: { TMPDIR: stack.temporary } }));
}

/** Searches all hosts side by side, each in one command. */
async function searchHosts(canaries: readonly Canary[]): Promise<Looked[]> {
  const outputs = await Promise.all(
    thirteen.map((host) => onHosts(searchScript(canaries, hostSteps(host)), [host])),
  );
  return outputs.flatMap((output) =>
    Object.values(output).flatMap((printed) => parseSearch(canaries, printed)),
  );
}

async function servicesByHost(stack: LabStack): Promise<Record<string, string[]>> {
  const services = Object.entries(await containers(stack.name));
  return Object.fromEntries(
    thirteen.map((host) => [host, services.filter(([, seen]) => seen.host === host).map(([name]) => name)]),
  );
}
