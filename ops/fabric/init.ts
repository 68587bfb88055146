import { writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import { countFindings, hasErrors, renderFindings } from "../../config/findings.js";
import { loadStack, readStackFile } from "../../config/load.js";
import { checkStack } from "../../topology/check.js";
import { AnswerError, type Answers } from "../../topology/fabric/starter/answers.js";
import { placeStarter } from "../../topology/fabric/starter/placement.js";
import { starterText } from "../../topology/fabric/starter/text.js";
import { root } from "../checkout.js";
import { type SeenHostKey, scanHostKeys } from "../scan.js";
import { table } from "../table.js";
import { type Finish, UsageError, type Verb } from "../verb.js";
import { type InitOptions, tell, terminal } from "./init-answers.js";

const details = `
Writes a commented stack file for a Fabric network with Kafka ordering: services spread over the servers, and for each
server what it must at least have. What the options do not say is asked on a terminal; without one the defaults in
brackets count. No server is reached, except with --scan.

  --servers 4                       addresses to be filled in (those written are of the range for documentation)
  --servers 10.0.1.11,10.0.1.12     these addresses
  --servers hosts.yaml              an inventory: a map of servers with host keys and sizes, e.g. the lab's

Host keys are left out, and the file is refused until they are in it. --scan asks the servers for them (ssh-keyscan)
and writes them down; what a network says has to be compared: the fingerprints are printed, and on each server
ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub must show the same.

Examples:
  ./consortium init
  ./consortium init --out Pulumi.demo.yaml --servers 10.0.1.11,10.0.1.12,10.0.1.13,10.0.1.14 --scan
  ./consortium init --out Pulumi.prod.yaml --tier production --organizations Org1:2,Org5=org5.example.org --servers 14

Exit status: 0 written, 1 written but something is wrong with it (an inventory too small, a server that showed no
host key to --scan), 2 nothing was written.`;

export const init: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("init")
      .summary("write a commented starter stack file")
      .description("Write a commented starter stack file from a few answers.")
      .addOption(
        new Option("--topology <kind>", "ordering of the network").choices(["kafka"]).default("kafka"),
      )
      .option("--out <file>", "the file to write, Pulumi.<stack>.yaml")
      .option("--tier <tier>", "trial, economy or production [trial]")
      .option("--data <policy>", "keep or delete the data on destroy [delete in trial, else keep]")
      .option("--domain <domain>", "domain of the ordering service [example.com]")
      .option(
        "--organizations <list>",
        "NAME, NAME:PEERS or NAME=DOMAIN:PEERS, with commas between [Org1,Org2]",
      )
      .option("--servers <servers>", "how many, addresses with commas between, or an inventory file")
      .option("--user <name>", "login user [root]")
      .option("--scan", "ask the servers for their host keys; compare the fingerprints")
      .option("--force", "write over a file that is there")
      .addHelpText("after", details)
      .action(async (options: InitOptions) => {
        const input = process.stdin.isTTY ? terminal() : undefined;
        try {
          const { answers, out } = await tell(options, input?.ask);
          const seen = options.scan ? await scanHostKeys(addressesOf(answers)) : [];
          writeStarter(withHostKeys(answers, seen), out, options.force ? "replace" : "keep");
          const { text, complete } = reportOf(out, answers, seen, options.scan ? "asked" : "not asked");
          process.stdout.write(text);
          if (!complete) finish(1);
        } finally {
          input?.close();
        }
      });
  },
};

/**
 * Writes a starter stack file.
 * @param existing what becomes of a file that is there already
 * @throws UsageError when it is to be kept, or for more servers than there are services
 */
export function writeStarter(answers: Answers, out: string, existing: "keep" | "replace"): void {
  const schema = relative(dirname(resolve(out)), join(root, "consortium.schema.json"));
  const text = starterText(answers, placed(answers), {
    file: basename(out),
    schema: schema.startsWith(".") ? schema : `./${schema}`,
  });
  try {
    writeFileSync(out, text, { flag: existing === "keep" ? "wx" : "w" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new UsageError(`${out} is there already; write to another file, or over it with --force`);
  }
}

function placed(answers: Answers) {
  try {
    return placeStarter(answers);
  } catch (error) {
    throw error instanceof AnswerError ? new UsageError(error.message) : error;
  }
}

/** The answers with the keys that the servers showed. */
export function withHostKeys(answers: Answers, seen: readonly SeenHostKey[]): Answers {
  if (answers.servers.kind !== "listed") return answers;
  const servers = answers.servers.servers.map((server) => {
    const found = seen.find(({ address }) => address === server.address);
    return found ? { ...server, hostKey: found.hostKey } : server;
  });
  return { ...answers, servers: { kind: "listed", servers } };
}

/** Addresses to ask for host keys. @throws UsageError where there are none to ask */
function addressesOf({ servers }: Answers): string[] {
  if (servers.kind === "inventory")
    throw new UsageError("--scan is for addresses; an inventory has its host keys already");
  if (servers.servers.some(({ address }) => address.startsWith("198.51.100.")))
    throw new UsageError("--scan needs the servers' addresses: --servers 10.0.1.11,10.0.1.12,…");
  return servers.servers.map(({ address }) => address);
}

/** What was written, what `validate` says of it, and what to do next; complete unless something went wrong. */
export function reportOf(
  out: string,
  { servers }: Answers,
  seen: readonly SeenHostKey[],
  keys: "asked" | "not asked",
): { readonly text: string; readonly complete: boolean } {
  const { stack, directory, raw } = readStackFile(out);
  const { findings } = checkStack(loadStack(raw, { stack, directory }));
  const missing = findings.filter(({ path, rule }) => path.endsWith(".hostKey") && rule === "missing");
  const others = findings.filter((finding) => !missing.includes(finding));
  const silent =
    keys === "asked" && servers.kind === "listed"
      ? servers.servers.filter(({ address }) => !seen.some((one) => one.address === address))
      : [];
  const lines = [
    `${out} is written`,
    "",
    ...(seen.length === 0
      ? []
      : [
          "Compare each fingerprint with the server's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub):",
          ...table(
            seen.map(({ address, fingerprint }) => [address, fingerprint]),
            { indent: "  " },
          ),
          "",
        ]),
    ...silent.map(({ address }) => `${address} showed no host key; write it into the file yourself`),
    ...(others.length > 0 ? [renderFindings(others)] : []),
    ...(missing.length > 0 && keys === "not asked"
      ? [`To be filled in: the host keys of ${missing.length} servers, and the addresses that are not yours`]
      : []),
    `Next: ./consortium validate ${out}${hasErrors(findings) ? "" : ` (now: ${countFindings(findings)})`}; the way on is in docs/start.md`,
    "",
  ];
  return { text: lines.join("\n"), complete: silent.length === 0 && !hasErrors(others) };
}
