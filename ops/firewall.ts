import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readStackFile } from "../config/load.js";
import { addressOrNetwork } from "../topology/firewall/network.js";
import { nftablesOf } from "../topology/firewall/nftables.js";
import {
  firewallsOf,
  type Opening,
  publishedPorts,
  type ServerFirewall,
} from "../topology/firewall/openings.js";
import { type Policy, policies, publishedText } from "../topology/firewall/policy.js";
import { ufwOf } from "../topology/firewall/ufw.js";
import { placeOf, planOf, type StackPlace } from "./place.js";
import { selectServices } from "./selection.js";
import { table } from "./table.js";
import { UsageError, type Verb } from "./verb.js";

const details = `
What each server's firewall must let in, from the plan alone: no server is reached and nothing is changed on any.
--format nftables makes a complete file for nft -f with one table of the stack's own; it replaces that table and
touches no other. --format ufw makes a shell script. Sources are addresses, never names; loopback stays open.

--policy accept (the default) closes the network's own ports to all but their callers and leaves everything else,
SSH too, as it was. --policy drop lets in what is listed and nothing else; it wants --operator, so that you do not
shut yourself out. A server behind a jump host sees that host's inner address as the operator.

Applications may come from anywhere unless --clients says from where.

Ports that Docker publishes for containers in a network of its own are let in by Docker's rules, before any of these:
they are named in a warning on stderr. Restrict them in Docker's chain DOCKER-USER, or in front of the server.

Examples:
  ./consortium firewall --file Pulumi.prod.yaml
  ./consortium firewall --stack prod --server k1 --format nftables | ssh root@198.51.100.14 nft -c -f -
  ./consortium firewall --stack prod --format nftables --policy drop --operator 203.0.113.0/28 --out firewalls

Exit status: 0 done, 1 the stack file has errors, 2 wrong usage.`;

const formats = ["table", "nftables", "ufw", "json"] as const;
type Format = (typeof formats)[number];
/** Formats that are one file a server, with the ending of its name. */
const scripts = {
  nftables: { ending: "nft", render: nftablesOf },
  ufw: { ending: "ufw.sh", render: ufwOf },
} as const;

/** Options of the verb as commander gives them. */
export interface FirewallOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly server: readonly string[];
  readonly format: Format;
  readonly json?: true;
  readonly policy: Policy;
  readonly operator: readonly string[];
  readonly clients: readonly string[];
  readonly out?: string;
}

export const firewall: Verb = {
  register(program: Command): void {
    program
      .command("firewall")
      .summary("print what each server's firewall must let in")
      .description("Print what each server's firewall must let in: as a table, nftables, ufw or JSON.")
      .option("--stack <name>", "the stack (default: that of the file, else the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--server <glob>", "these servers only; may be given again", more, [])
      .addOption(new Option("--format <format>", "how to print it").choices(formats).default("table"))
      .option("--json", "the same as --format json")
      .addOption(
        new Option("--policy <policy>", "what becomes of everything else")
          .choices(policies)
          .default("accept"),
      )
      .option("--operator <network>", "where logins come from; may be given again", network, [])
      .option("--clients <network>", "where applications come from; may be given again", network, [])
      .option("--out <directory>", "write one file a server (nftables, ufw) into this directory")
      .addHelpText("after", details)
      .action(async (options: FirewallOptions) => {
        const firewalls = await chosenFirewalls(await placeFor(options), options);
        process.stdout.write(printed(firewalls, options));
        process.stderr.write(warningOf(firewalls));
      });
  },
};

/** The firewalls of the chosen servers. @throws UsageError when a glob matches no server */
export async function chosenFirewalls(
  place: StackPlace,
  { server, operator, clients }: Pick<FirewallOptions, "server" | "operator" | "clients">,
): Promise<ServerFirewall[]> {
  const plan = await planOf(place);
  const chosen = selectServices(
    plan,
    server.map((glob) => `server:${glob}`),
  );
  const names = new Set(chosen.map((service) => service.server));
  return firewallsOf(plan, { operator, clients }).filter((one) => names.has(one.server));
}

/**
 * What the verb prints; with `out` it writes files and prints their names.
 * @throws UsageError for several servers' rules in one stream, and for a policy that would shut the operator out
 */
export function printed(
  firewalls: readonly ServerFirewall[],
  {
    format: wanted,
    json,
    policy,
    operator,
    out,
  }: Pick<FirewallOptions, "format" | "json" | "policy" | "operator" | "out">,
): string {
  const format = json ? "json" : wanted;
  if (format === "table" || format === "json") {
    if (out !== undefined)
      throw new UsageError(`--out is for --format ${Object.keys(scripts).join(" and ")}, not for ${format}`);
    return format === "table" ? tableOf(firewalls) : `${JSON.stringify(firewalls, null, 2)}\n`;
  }
  if (policy === "drop" && operator.length === 0)
    throw new UsageError(
      "--policy drop without --operator would leave the login open to anybody or shut you out; name where you log in from, e.g. --operator 203.0.113.7",
    );
  const { ending, render } = scripts[format];
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    return firewalls
      .map((one) => {
        const path = join(out, `${one.server}.${ending}`);
        writeFileSync(path, render(one, policy));
        return `${path}\n`;
      })
      .join("");
  }
  const [only, ...others] = firewalls;
  if (!only || others.length > 0)
    throw new UsageError(
      `${firewalls.length} servers have a rule file each; choose one with --server, or give --out DIRECTORY`,
    );
  return render(only, policy);
}

/** Ports that these rules do not close, by server; nothing where Docker publishes none. */
export function warningOf(firewalls: readonly ServerFirewall[]): string {
  return firewalls
    .flatMap((one) => {
      const text = publishedText(publishedPorts(one));
      return text.length === 0 ? [] : [`warning: server ${one.server}: ${text.join(" ")}\n`];
    })
    .join("");
}

function tableOf(firewalls: readonly ServerFirewall[]): string {
  const rows = firewalls.flatMap(({ server, address, ssh, services }) =>
    [ssh, ...services].map((opening, index) => [
      ...(index === 0 ? [server, address] : ["", ""]),
      String(opening.port),
      opening.service,
      callersOf(opening),
    ]),
  );
  return `${table([["SERVER", "ADDRESS", "PORT", "SERVICE", "FROM"], ...rows]).join("\n")}\n`;
}

/** Servers by name, for their addresses stand in the same table; what is outside by network. */
function callersOf({ from }: Opening): string {
  const callers = from.map(({ name, network: where }) =>
    name === "operator" || name === "clients" ? `${name} (${where})` : name,
  );
  return callers.length === 0 ? "no other server" : callers.join(", ");
}

/** A stack's own file names it, so that none has to be selected. */
function placeFor({ stack, file }: FirewallOptions): Promise<StackPlace> {
  const name = stack ?? (file === undefined ? undefined : readStackFile(file).stack);
  return placeOf({
    ...(name === undefined ? {} : { stack: name }),
    ...(file === undefined ? {} : { file }),
  });
}

function more(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function network(value: string, before: readonly string[]): string[] {
  const parsed = addressOrNetwork(value);
  if (parsed === undefined)
    throw new InvalidArgumentError(
      "an address or a network, e.g. 203.0.113.7 or 10.0.0.0/8; names are not looked up",
    );
  return more(parsed, before);
}
