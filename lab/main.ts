import { Command } from "commander";
import { ensureAgent } from "./agent.js";
import { requireEngine } from "./docker.js";
import { down, downHosts, removeHostImages } from "./down.js";
import { up } from "./hosts.js";
import { currentLab, identityFile, inventoryFile } from "./lab.js";
import { checkNames, hostNames } from "./names.js";
import { status } from "./status.js";

const lab = currentLab();
const say = (line: string) => console.error(line);

const program = new Command("lab")
  .description("Throw-away servers on this machine: containers with their own Docker engine and sshd.")
  .showHelpAfterError();

program
  .command("up")
  .description("make or start hosts; those that run stay as they are")
  .option("--hosts <count>", "how many: s1 … sN, or the reference network's names for 13", "4")
  .option("--names <list>", "names instead of a count, e.g. a,b,c")
  .option("--disk <size>", "give each new host a disk of its own, e.g. 4GiB (needed by `fault disk-full`)")
  .action(async (options: { hosts: string; names?: string; disk?: string }) => {
    const names =
      options.names === undefined ? hostNames(Number(options.hosts)) : checkNames(options.names.split(","));
    if (options.disk !== undefined && !/^[1-9]\d*(MiB|GiB)$/.test(options.disk)) {
      throw new Error(`--disk ${options.disk}: give MiB or GiB, e.g. 4GiB`);
    }
    const begun = Date.now();
    const inventory = await up(lab, { names, disk: options.disk, say });
    const { socket } = await ensureAgent();
    console.log(`${names.length} hosts ready in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    for (const name of names) console.log(`${name.padEnd(8)} ${inventory[name]?.address ?? "missing"}`);
    console.log(`inventory ${inventoryFile}\nkey       ${identityFile}\nagent     export SSH_AUTH_SOCK=${socket}`);
  });

program
  .command("down")
  .description("remove the hosts, their disks, the network and the ssh agent")
  .argument("[hosts...]", "only these hosts")
  .option("--images", "also the images hosts are made from")
  .option("--engine", "also stop the Docker engine, if the set-up started it")
  .action(async (names: string[], options: { images?: true; engine?: true }) => {
    if (names.length > 0) {
      await requireEngine();
      await downHosts(lab, checkNames(names), say);
    } else {
      await down(lab, say);
    }
    if (options.images) await removeHostImages(say);
  });

program
  .command("status")
  .description("what runs where, and how many SSH logins each host accepted")
  .option("--json", "as JSON")
  .action(async (options: { json?: true }) => {
    const hosts = await status(lab);
    if (options.json) return console.log(JSON.stringify(hosts, undefined, 2));
    if (hosts.length === 0) return console.log("no hosts. Make some: npm run lab -- up --hosts 4");
    for (const host of hosts) {
      console.log(
        `${host.name.padEnd(8)} ${host.address.padEnd(15)} ${host.state.padEnd(9)} ${host.acceptedLogins} logins`,
      );
      for (const container of host.containers) console.log(`           ${container}`);
    }
  });

await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
