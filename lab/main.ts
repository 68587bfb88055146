import { relative } from "node:path";
import { Command } from "commander";
import { stringify } from "yaml";
import { root } from "../ops/checkout.js";
import { outliveOutput } from "../ops/output.js";
import { stopEngine } from "../scripts/setup/engine.js";
import { ensureAgent } from "./agent.js";
import { requireEngine } from "./docker.js";
import { down, downHosts, removeHostImages } from "./down.js";
import { exportLines, labEnvironment } from "./environment.js";
import type { FaultOptions } from "./faults/fault.js";
import { faults, healFaults, makeFault } from "./faults/index.js";
import { up } from "./hosts.js";
import { ensureImages } from "./images/build.js";
import { imageGroupOf, imageGroups } from "./images/catalog.js";
import { currentLab, identityFile, inventoryFile } from "./lab.js";
import { login } from "./login.js";
import { checkNames, hostNames } from "./names.js";
import { parsePromise } from "./promise.js";
import { status } from "./status.js";
import { ensureWefePackage } from "./wefe-package/build.js";

const lab = currentLab();
const say = (line: string) => console.error(line);

outliveOutput();

const program = new Command("lab")
  .description("Throw-away servers on this machine: containers with their own Docker engine and sshd.")
  .showHelpAfterError();

program
  .command("up")
  .description("make or start hosts; those that run stay as they are")
  .option("--hosts <count>", "how many: s1 … sN, or the reference network's names for 13", "4")
  .option("--names <list>", "names instead of a count, e.g. a,b,c")
  .option("--disk <size>", "give each new host a disk of its own, e.g. 4GiB (needed by `fault disk-full`)")
  .option("--promise <list>", "what hosts say they have, more than there is: cpus=8,memory=32GiB,disk=300GiB")
  .action(async (options: { hosts: string; names?: string; disk?: string; promise?: string }) => {
    const names =
      options.names === undefined ? hostNames(Number(options.hosts)) : checkNames(options.names.split(","));
    if (options.disk !== undefined && !/^[1-9]\d*(MiB|GiB)$/.test(options.disk)) {
      throw new Error(`--disk ${options.disk}: give MiB or GiB, e.g. 4GiB`);
    }
    const begun = Date.now();
    const inventory = await up(lab, {
      names,
      disk: options.disk,
      promise: options.promise === undefined ? undefined : parsePromise(options.promise),
      say,
    });
    const { socket } = await ensureAgent();
    console.log(`${names.length} hosts ready in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    for (const name of names) console.log(`${name.padEnd(8)} ${inventory[name]?.address ?? "missing"}`);
    console.log(
      `inventory ${inventoryFile}\nkey       ${identityFile}\nagent     export SSH_AUTH_SOCK=${socket}`,
    );
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
    if (options.engine) say(await stopEngine());
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
      if (host.promise !== "") console.log(`           promises ${host.promise}, whatever this machine has`);
      for (const container of host.containers) console.log(`           ${container}`);
    }
  });

program
  .command("env")
  .description("print the lines that make a POSIX shell use the lab: Pulumi, its state, the ssh agent")
  .action(async () => {
    process.stdout.write(exportLines(await labEnvironment()));
  });

program
  .command("images")
  .description("build images that hosts run; the set-up builds the group fabric only")
  .argument("[group]", Object.keys(imageGroups).join(", "), "fabric")
  .action(async (group: string) => {
    const chosen = imageGroupOf(group);
    const built = await ensureImages(chosen, say);
    console.log(built.length === 0 ? `${group}: nothing to build` : `${group}: built ${built.join(", ")}`);
  });

program
  .command("wefe-package")
  .description(
    "build the fixture of WeFe's package (not the vendor's) and its images, and print how to name them",
  )
  .action(async () => {
    const { deploy, arch, images, checksums } = await ensureWefePackage(say);
    const lines = {
      "consortium:wefe": {
        package: {
          path: relative(root, deploy),
          checksums: relative(root, checksums),
          images: { [arch]: [{ path: relative(root, images) }] },
        },
      },
    };
    console.log(stringify(lines).trimEnd());
  });

program
  .command("ssh")
  .description("log in to a host, or run a command there")
  .argument("<host>")
  .argument("[command...]")
  .option("--user <name>", "root or deploy", "root")
  .action(async (host: string, command: string[], options: { user: string }) => {
    process.exitCode = await login(host, options.user, command);
  });

program
  .command("fault")
  .description("make something go wrong, or `heal` everything")
  .argument("<name>", [...faults.map((fault) => fault.name), "heal"].join(", "))
  .argument("[hosts...]", "default: all hosts")
  .option("--process <name>", "for kill: name of the program, e.g. java")
  .option("--rate <rate>", "for slow-link, e.g. 1mbit")
  .option("--delay <time>", "for slow-link, e.g. 100ms")
  .option("--offset <seconds>", "for clock; negative: behind", Number)
  .addHelpText(
    "after",
    `\nFaults:\n${faults.map((fault) => `  ${fault.name.padEnd(12)} ${fault.summary}`).join("\n")}`,
  )
  .action(async (name: string, hosts: string[], { offset, ...rest }: FaultOptions & { offset?: number }) => {
    await requireEngine();
    if (offset !== undefined && !Number.isInteger(offset))
      throw new Error("--offset: give whole seconds, e.g. -600");
    const options = offset === undefined ? rest : { ...rest, offsetSeconds: offset };
    const chosen =
      name === "heal" ? await healFaults(lab, hosts) : await makeFault(lab, name, hosts, options);
    console.log(`${name}: ${chosen.join(" ")}`);
  });

await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
