import type { Host } from "../../hosts/host.js";
import { commandLine, dial, type Link } from "../../hosts/ssh/index.js";
import { progress } from "../images/progress.js";
import type { Step } from "../step.js";

/** `fisco-contracts`: contracts that applications look up by name; those that the chain lacks are deployed by its console. */
export interface FiscoContractsSpec {
  readonly step: "fisco-contracts";
  readonly server: Host;
  /** The console's container. */
  readonly container: string;
  /** Names of contracts in the console's `contracts/solidity/`, in the order in which they are deployed. */
  readonly contracts: readonly string[];
  /** Version under which a missing one is registered. */
  readonly version: string;
}

/** A contract in the chain's name service (CNS). */
export interface NamedContract {
  readonly version: string;
  /** `0x` and 40 hex digits. */
  readonly address: string;
}

/**
 * Deploys what is missing and proves that every name is found afterwards. A contract that is there in any version stays:
 * another one is another contract, without the data of the first.
 */
export const fiscoContracts: Step<FiscoContractsSpec> = {
  async run(spec) {
    const link = await dial(spec.server.ssh);
    try {
      return await deployMissing(spec, (...words) => runConsole(link, spec, words));
    } finally {
      await link.close();
    }
  },
};

/** Runs a command of the console and gives what it printed. */
export type ConsoleCommand = (...words: string[]) => Promise<string>;

/** The step over a console. @throws Error naming the contract and what the console said */
export async function deployMissing(
  { contracts, version }: Pick<FiscoContractsSpec, "contracts" | "version">,
  console: ConsoleCommand,
): Promise<{ readonly deployed: readonly string[]; readonly addresses: Readonly<Record<string, string>> }> {
  const deployed: string[] = [];
  let reached = false;
  const addresses: Record<string, string> = {};
  for (const contract of contracts) {
    let found = readNames(await console("queryCNS", contract));
    if (found.length === 0) {
      // It may be there all the same: what the console says without a chain is no table either. So a chain that is reached
      // must say it twice; the height is asked once, for each command starts the console anew.
      if (!reached) await requireChain(contract, console);
      reached = true;
      found = readNames(await console("queryCNS", contract));
    }
    if (found.length === 0) {
      const said = await console("deployByCNS", contract, version);
      found = readNames(await console("queryCNS", contract));
      if (found.length === 0) throw new Error(`contract ${contract} was not deployed: ${whyNot(said)}`);
      progress(`${contract} ${version} deployed`);
      deployed.push(contract);
    }
    // Applications take the last one.
    addresses[contract] = found.at(-1)?.address ?? "";
  }
  return { deployed, addresses };
}

/** Proves that the console reaches the chain. @throws Error with what it said */
async function requireChain(contract: string, console: ConsoleCommand): Promise<void> {
  const said = await console("getBlockNumber");
  if (/^\s*\d+\s*$/m.test(said)) return;
  throw new Error(
    `contract ${contract}: whether it is there cannot be told, so nothing was deployed; the console does not reach ` +
      `the chain: ${lastLines(said)}\nSee: ./consortium status. Then run pulumi up again.`,
  );
}

/** The rows of what `queryCNS` prints: `| version | address |`; none for a name that nobody registered. */
export function readNames(output: string): NamedContract[] {
  return [...output.matchAll(/^\s*\|\s*(\S+)\s*\|\s*(0x[0-9a-fA-F]{40})\s*\|\s*$/gm)].map(
    ([, version = "", address = ""]) => ({ version, address }),
  );
}

function whyNot(said: string): string {
  const text = said.trim();
  if (/receipt timeout/i.test(text))
    return "Transaction receipt timeout. Too few sealers work together; see: ./consortium status";
  return lastLines(text);
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join("; ");
}

async function runConsole(link: Link, { server, container }: FiscoContractsSpec, words: readonly string[]) {
  const command = commandLine(["docker", "exec", container, "./console.sh", ...words]);
  const { code, stdout, stderr } = await link.exec(command, { timeoutSeconds: 300 });
  return answerOf(`${server.name}: ${container}: ${words.join(" ")}`, { code, stdout, stderr });
}

/**
 * What the console printed. It ends with 0 whatever it says; another status is Docker's, as without the container.
 * @throws Error with the status and the last lines of both outputs, also where it printed nothing
 */
export function answerOf(
  what: string,
  { code, stdout, stderr }: { readonly code: number; readonly stdout: string; readonly stderr: string },
): string {
  if (code === 0 && stdout.trim() !== "") return stdout;
  const said = [stdout, stderr].map(lastLines).filter((lines) => lines !== "");
  throw new Error(`${what}: exit status ${code}: ${said.join("; ") || "the console said nothing"}`);
}
