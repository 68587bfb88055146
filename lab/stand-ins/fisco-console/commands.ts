import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ChannelClient, ReceiptTimeout } from "../fisco/channel-client.js";
import { type CnsEntry, cnsAddress, encodeCnsCall } from "../fisco/cns.js";
import { fromInt256, nameTaken } from "../fisco/ledger.js";

/** Where a command runs. */
export interface Place {
  readonly client: ChannelClient;
  /** Folder of the console. */
  readonly folder: string;
  /** Seconds to wait for a receipt. */
  readonly receiptSeconds: number;
}

const ids = z.array(z.string());

/** Runs one line. Returns what the console prints, also for a command that fails; undefined: `quit`. */
export async function command(place: Place, line: string): Promise<string | undefined> {
  const [name = "", ...args] = line.trim().split(/\s+/);
  try {
    switch (name) {
      case "":
        return "";
      case "quit":
      case "q":
      case "exit":
        return undefined;
      case "getBlockNumber":
        return `${Number(await place.client.rpc("getBlockNumber", []))}\n`;
      case "getPbftView":
        return `${Number(await place.client.rpc("getPbftView", []))}\n`;
      case "getSealerList":
        return list(ids.parse(await place.client.rpc("getSealerList", [])));
      case "getObserverList":
        return list(ids.parse(await place.client.rpc("getObserverList", [])));
      case "deployByCNS":
        return await deploy(place, args);
      case "queryCNS":
        return await query(place, args);
      default:
        return `Undefined command: "${line.trim()}". Try "help".\n`;
    }
  } catch (error) {
    if (error instanceof ReceiptTimeout)
      return `deploy contract for ${args[0]} failed!\nreturn message: ${error.message}\nreturn code:${error.code}\n`;
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
}

async function deploy({ client, folder, receiptSeconds }: Place, args: readonly string[]): Promise<string> {
  const [given, version, ...parameters] = args;
  if (given === undefined || version === undefined)
    return "Expected at least 2 arguments: contractName contractVersion\n";
  if (parameters.length > 0) return "The stand-in deploys contracts without constructor parameters\n";
  if (version.length > 40) return `ContractVersion should be a string of 1 to 40 letters: ${version}\n`;
  const name = given.replace(/\.sol$/, "");
  const file = join(folder, "contracts", "solidity", `${name}.sol`);
  if (!existsSync(file)) return `There is no ${name}.sol in the directory of contracts/solidity\n`;
  const text = readFileSync(file, "utf8");
  if (!new RegExp(`\\bcontract\\s+${name}\\b`).test(text)) return `${name}.sol has no contract ${name}\n`;
  if ((await client.names(name, version)).length > 0)
    return failure(nameTaken, "The contract name and version already exist");
  const deployed = await client.send(
    { contract: name, data: `0x${Buffer.from(text).toString("hex")}` },
    receiptSeconds,
  );
  const data = encodeCnsCall({
    method: "insert",
    name,
    version,
    address: deployed.contractAddress,
    abi: "[]",
  });
  const registered = await client.send({ to: cnsAddress, data }, receiptSeconds);
  const code = fromInt256(registered.output);
  if (code !== 1) return failure(code, "The contract name and version already exist");
  return (
    `transaction hash: ${deployed.transactionHash}\ncontract address: ${deployed.contractAddress}\n` +
    `{\n    "code":1,\n    "msg":"Success"\n}\n`
  );
}

function failure(code: number, message: string): string {
  return `{\n    "code":${code},\n    "msg":"${message}"\n}\n`;
}

async function query({ client }: Place, [given, version]: readonly string[]): Promise<string> {
  if (given === undefined) return "Expected at least 1 argument: contractName\n";
  const entries = await client.names(given.replace(/\.sol$/, ""), version);
  return entries.length === 0 ? "Empty set.\n" : table(entries);
}

const rule = "-".repeat(93);

/** The table that upstream's console prints: two columns of 45, texts in the middle. */
export function table(entries: readonly Pick<CnsEntry, "version" | "address">[]): string {
  const row = (...cells: readonly string[]) => `|${cells.map(middle).join("|")}|\n`;
  return `${rule}\n${row("version", "address")}${entries.map((entry) => row(entry.version, entry.address)).join("")}${rule}\n`;
}

function middle(text: string): string {
  const left = Math.floor((45 - text.length) / 2);
  return `${" ".repeat(Math.max(left, 0))}${text}`.padEnd(45);
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "[]\n" : `[\n${items.map((item) => `    ${item}`).join(",\n")}\n]\n`;
}
