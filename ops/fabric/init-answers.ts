import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { renderFindings } from "../../config/findings.js";
import { readStackFile } from "../../config/load.js";
import { readServers } from "../../config/servers.js";
import {
  AnswerError,
  type Answers,
  parseDomain,
  parseOrganizations,
  parseServers,
  type StarterServers,
} from "../../topology/fabric/starter/answers.js";
import { UsageError } from "../verb.js";

/** What `init` can be told by options; what is missing is asked on a terminal. */
export interface InitOptions {
  readonly topology?: "kafka";
  readonly tier?: Answers["tier"];
  readonly data?: Answers["data"];
  readonly domain?: string;
  readonly organizations?: string;
  readonly servers?: string;
  readonly user?: string;
  readonly out?: string;
  readonly scan?: true;
  readonly force?: true;
}

/** Asks one question and gives what was typed; empty for the default. */
export type Ask = (question: string) => Promise<string>;

/** One thing that `init` has to know. */
interface Question<T> {
  readonly text: string;
  readonly option: string;
  readonly given: string | undefined;
  /** What an empty answer means, and what counts where nobody can be asked; undefined: it has to be given. */
  readonly assumed: string | undefined;
  /** @throws AnswerError when the answer makes no sense */
  read(answer: string): T;
}

const tiers = ["trial", "economy", "production"] as const;
const dataPolicies = ["keep", "delete"] as const;

/** The answers of options and person, and the file to write. */
export interface Told {
  readonly answers: Answers;
  readonly out: string;
}

/**
 * Takes what the options say and asks for the rest, where there is somebody to ask.
 * @throws UsageError for an option that makes no sense, or for one that is missing where nobody can be asked
 */
export async function tell(options: InitOptions, ask: Ask | undefined): Promise<Told> {
  const settle = <T>(question: Question<T>) => settled(question, ask);
  const out = await settle({
    text: "File to write, Pulumi.<stack>.yaml",
    option: "--out",
    given: options.out,
    assumed: undefined,
    read: (answer) => newFile(stackFile(answer), options.force ? "replace" : "keep"),
  });
  const tier = await settle({
    text: `Tier (${tiers.join(", ")})`,
    option: "--tier",
    given: options.tier,
    assumed: "trial",
    read: oneOf(tiers),
  });
  const data = await settle({
    text: "Data on pulumi destroy (keep, delete)",
    option: "--data",
    given: options.data,
    assumed: tier === "trial" ? "delete" : "keep",
    read: oneOf(dataPolicies),
  });
  const domain = await settle({
    text: "Domain of the ordering service",
    option: "--domain",
    given: options.domain,
    assumed: "example.com",
    read: parseDomain,
  });
  const organizations = await settle({
    text: "Organisations, NAME or NAME=DOMAIN:PEERS, with commas between",
    option: "--organizations",
    given: options.organizations,
    assumed: "Org1,Org2",
    read: (answer) => parseOrganizations(answer, domain),
  });
  const servers = await settle({
    text: "Servers: how many, their addresses with commas between, or a file with a map of servers",
    option: "--servers",
    given: options.servers,
    assumed: undefined,
    read: (answer) => serversOf(answer, out),
  });
  const { user } = options;
  const answers = { tier, data, domain, organizations, servers };
  return { out, answers: user === undefined || user === "root" ? answers : { ...answers, user } };
}

/** Asks on this terminal, with the questions on standard error. The result must be closed. */
export function terminal(): { readonly ask: Ask; close(): void } {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  lines.on("close", () => ended.abort());
  return {
    ask: (question) =>
      lines.question(question, { signal: ended.signal }).catch(() => {
        throw new UsageError("no answer; nothing was written");
      }),
    close: () => lines.close(),
  };
}

async function settled<T>(question: Question<T>, ask: Ask | undefined): Promise<T> {
  const { text, option, given, assumed, read } = question;
  if (given !== undefined) return understood(() => read(given), option);
  if (!ask) {
    if (assumed === undefined)
      throw new UsageError(
        `${option} is missing, and there is no terminal to ask on; see ./consortium init --help`,
      );
    return read(assumed);
  }
  for (;;) {
    const answer = (await ask(`${text}${assumed === undefined ? "" : ` [${assumed}]`}: `)).trim();
    try {
      if (answer !== "" || assumed !== undefined) return read(answer === "" ? (assumed ?? "") : answer);
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      process.stderr.write(`  ${error.message}\n`);
    }
  }
}

function understood<T>(work: () => T, option: string): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof AnswerError ? new UsageError(`${option}: ${error.message}`) : error;
  }
}

function stackFile(answer: string): string {
  if (!/(^|\/)Pulumi\.[A-Za-z0-9][A-Za-z0-9_.-]*\.yaml$/.test(answer))
    throw new AnswerError(`${answer}: Pulumi finds a stack's file by its name, e.g. Pulumi.demo.yaml`);
  const folder = dirname(resolve(answer));
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new AnswerError(`${folder}: there is no such folder`);
  return answer;
}

/** Told before anything else is asked; whoever writes looks again. */
function newFile(file: string, existing: "keep" | "replace"): string {
  if (existing === "keep" && existsSync(file))
    throw new AnswerError(`${file} is there already; name another file, or write over it with --force`);
  return file;
}

function oneOf<const T extends string>(allowed: readonly T[]): (answer: string) => T {
  return (answer) => {
    const found = allowed.find((one) => one === answer);
    if (found === undefined) throw new AnswerError(`${answer}: choose from ${allowed.join(", ")}`);
    return found;
  };
}

/** A number, addresses, or a file with a map of servers, which must be good by itself. */
function serversOf(answer: string, out: string): StarterServers {
  const listed = parseServers(answer);
  if (listed) return { kind: "listed", servers: listed };
  if (!existsSync(answer))
    throw new AnswerError(`${answer}: neither a number nor addresses, and there is no such file`);
  // The program reads it from the project's folder.
  const { directory } = readStackFile(out);
  const path = relative(directory, resolve(answer));
  const { value, findings } = readServers({ inventory: path }, directory);
  if (findings.length > 0) throw new AnswerError(`the inventory has mistakes\n${renderFindings(findings)}`);
  const memory = Object.entries(value ?? {}).map(([name, server]) => [
    name,
    Math.floor(server.memory / 1024 ** 2),
  ]);
  return { kind: "inventory", path, memoryMiB: Object.fromEntries(memory) as Record<string, number> };
}
