import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keyKind, requireCredentials } from "../fisco/certificates.js";
import { ChannelClient } from "../fisco/channel-client.js";
import { command, type Place } from "./commands.js";
import { consoleSettings } from "./settings.js";

const receiptSeconds = Number(process.env.STAND_IN_RECEIPT_SECONDS ?? "60");

/**
 * The stand-in's console: `interactive GROUP` reads commands line by line until the end of the input, `once COMMAND …`
 * runs one. The process ends with 0 whatever was said, also without a node: what upstream's ends with is not known, so
 * nobody may rely on it.
 */
async function main([mode, ...args]: readonly string[]): Promise<void> {
  const folder = process.cwd();
  const group = mode === "interactive" ? Number(args[0] ?? "1") : 1;
  if (!Number.isInteger(group) || group < 1) throw new Error(`start.sh ${args[0]}: not a group`);
  const place: Place = { client: await connect(folder, group), folder, receiptSeconds };
  if (mode === "once") {
    process.stdout.write((await command(place, args.join(" "))) ?? "");
  } else {
    console.log("=".repeat(92));
    console.log("Welcome to FISCO BCOS console(2.9.2-stand-in)!");
    console.log("This is a stand-in of the lab, not FISCO BCOS. Type 'quit' or 'q' to quit.");
    console.log("=".repeat(92));
    process.stdout.write(`[group:${group}]> `);
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const output = await command(place, line);
      if (output === undefined) break;
      process.stdout.write(`${output}\n[group:${group}]> `);
    }
    console.log("");
  }
  place.client.close();
}

async function connect(folder: string, group: number): Promise<ChannelClient> {
  const read = (path: string) => {
    try {
      return readFileSync(join(folder, path), "utf8");
    } catch {
      throw new Error(`${path}: missing`);
    }
  };
  const settings = consoleSettings(read("conf/config.toml"));
  const files = {
    key: read(settings.key),
    certificate: read(settings.certificate),
    authority: read(settings.authority),
  };
  requireCredentials({ names: settings, ...files }, keyKind(files.key), new Date());
  const failures: string[] = [];
  for (const peer of settings.peers) {
    try {
      const client = await ChannelClient.open(peer, files, group);
      await client.rpc("getBlockNumber", []);
      return client;
    } catch (error) {
      failures.push(`  * ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `Failed to connect to all the nodes! errorMessage:\n${failures.join("\n")}\n` +
      "Please check the node status and the console configuration",
  );
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.log(error instanceof Error ? error.message : error);
    process.exit(0);
  },
);
