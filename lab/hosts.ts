import { mkdir, readFile, statfs, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { inParallel } from "../hosts/in-parallel.js";
import { root, source } from "../ops/checkout.js";
import { checksumOf } from "../scripts/checksum.js";
import { ensureAgent } from "./agent.js";
import { docker, inside, requireEngine, tryDocker } from "./docker.js";
import { ensureHostImage } from "./host-image.js";
import { ensureIdentity } from "./identity.js";
import {
  archOf,
  capacityOf,
  type Inventory,
  type InventoryServer,
  renderInventory,
  renderKnownHosts,
  withoutComment,
} from "./inventory.js";
import {
  containerOf,
  homeLabel,
  inventoryFile,
  knownHostsFile,
  type Lab,
  labFolder,
  labLabel,
  volumeOf,
} from "./lab.js";
import { zoneOf } from "./names.js";
import { ensureNetwork } from "./network.js";
import { type HostStep, type PresentHost, planHosts } from "./plan.js";
import { cgroupArguments, privilegeArguments } from "./privilege.js";
import { type Promised, promiseEnvironment, promiseOf, promiseText } from "./promise.js";

/** Labels of a host container. */
const nameLabel = "consortium.lab.host";
const addressLabel = "consortium.lab.address";
const specLabel = "consortium.lab.spec";
const diskLabel = "consortium.lab.disk";
const promiseLabel = "consortium.lab.promise";

/** What `up` is asked for. */
export interface UpOptions {
  readonly names: readonly string[];
  /** Size of a disk of its own for each new host, e.g. `4GiB`; undefined: this machine's disk is shared. */
  readonly disk: string | undefined;
  /** What the hosts shall say they have; undefined: those that are there keep theirs, new ones promise nothing. */
  readonly promise: Promised | undefined;
  readonly say: (line: string) => void;
}

/** Makes or starts the hosts, waits until each takes logins and its engine answers, and writes the inventory. */
export async function up(lab: Lab, options: UpOptions): Promise<Inventory> {
  await requireEngine();
  const image = await ensureHostImage(options.say);
  const key = await ensureIdentity();
  const subnet = await ensureNetwork(lab);
  await ensureAgent();
  const spec = await checksumOf(
    ["init.sh", "promise.sh", "sshd.conf"].map((file) => source("lab", "host", file)),
    [image.reference, key],
  );
  const present = await presentHosts(lab);
  const promise = options.promise && promiseText(options.promise);
  const steps = planHosts(options.names, present, subnet, spec, promise);
  const rights = [
    ...privilegeArguments(await readFile("/proc/self/status", "utf8")),
    ...cgroupArguments(await cgroupVersion()),
  ];
  await inParallel(4, steps, async (step) => {
    if (step.action === "keep") return;
    options.say(`${step.name}  ${step.address}  ${step.action}`);
    if (step.action === "start") return void (await docker(["start", containerOf(lab, step.name)]));
    const before = present.find((host) => host.name === step.name);
    // A host made anew keeps its data, hence the kind of disk the data is on.
    const disk = before ? before.disk : options.disk;
    const promised = promiseOf(promise ?? before?.promise ?? "");
    if (disk !== undefined && promised.disk !== undefined)
      throw new Error(
        `${step.name}: it has a disk of its own of ${disk} and cannot promise one of ${promised.disk}`,
      );
    await make(lab, step, { image: image.reference, key, spec, rights, disk, promised });
  });
  await inParallel(4, steps, (step) => waitReady(lab, step.name));
  return writeInventory(lab);
}

interface Making {
  readonly image: string;
  readonly key: string;
  readonly spec: string;
  readonly rights: readonly string[];
  readonly disk: string | undefined;
  readonly promised: Promised;
}

async function make(lab: Lab, step: HostStep, making: Making): Promise<void> {
  const container = containerOf(lab, step.name);
  if (step.action === "replace") await docker(["rm", "--force", container]);
  const volume = volumeOf(lab, step.name);
  await docker([
    "volume",
    "create",
    `--label=${labLabel}=${lab.name}`,
    `--label=${homeLabel}=${root}`,
    volume,
  ]);
  await docker([
    "create",
    `--name=${container}`,
    `--hostname=${step.name}`,
    `--network=${lab.name}`,
    `--ip=${step.address}`,
    `--label=${labLabel}=${lab.name}`,
    `--label=${homeLabel}=${root}`,
    `--label=${nameLabel}=${step.name}`,
    `--label=${addressLabel}=${step.address}`,
    `--label=${specLabel}=${making.spec}`,
    `--label=${diskLabel}=${making.disk ?? ""}`,
    `--label=${promiseLabel}=${promiseText(making.promised)}`,
    ...promiseEnvironment(making.promised).map((line) => `--env=${line}`),
    `--env=LAB_AUTHORIZED_KEY=${making.key}`,
    `--env=LAB_CGROUP_PARENT=/${container}`,
    ...diskArguments(making.disk),
    `--volume=${volume}:${making.disk === undefined ? "/var/lib/docker" : "/lab-disk"}`,
    "--tmpfs=/run:exec",
    "--stop-timeout=30",
    "--restart=unless-stopped",
    ...making.rights,
    making.image,
  ]);
  await docker(["cp", source("lab", "host", "init.sh"), `${container}:/usr/local/sbin/lab-init`]);
  await docker(["cp", source("lab", "host", "promise.sh"), `${container}:/usr/local/sbin/lab-promise`]);
  await docker(["cp", source("lab", "host", "sshd.conf"), `${container}:/etc/ssh/sshd_config.d/lab.conf`]);
  await docker(["start", container]);
}

function diskArguments(disk: string | undefined): string[] {
  return disk === undefined
    ? []
    : ["--env=LAB_DISK=/lab-disk/disk.ext4", `--env=LAB_DISK_SIZE=${disk.replace(/iB$/, "")}`];
}

/** All hosts of the lab, running or not. */
export async function presentHosts(lab: Lab): Promise<PresentHost[]> {
  const format = `{{.State}}\t{{.Label "${nameLabel}"}}\t{{.Label "${addressLabel}"}}\t{{.Label "${specLabel}"}}\t{{.Label "${diskLabel}"}}\t{{.Label "${promiseLabel}"}}`;
  const listing = await docker(["ps", "--all", `--filter=label=${labLabel}=${lab.name}`, "--format", format]);
  return listing
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [state, name = "", address = "", spec = "", disk = "", promise = ""] = line.split("\t");
      return {
        name,
        address,
        spec,
        disk: disk === "" ? undefined : disk,
        promise,
        running: state === "running",
      };
    })
    .sort((one, other) => addressOrder(one.address) - addressOrder(other.address));
}

function addressOrder(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Waits until sshd listens, its host key exists and the host's own engine answers; throws after `seconds`. */
export async function waitReady(lab: Lab, name: string, seconds = 90): Promise<void> {
  const container = containerOf(lab, name);
  const probe =
    "test -s /etc/ssh/ssh_host_ed25519_key.pub; docker version > /dev/null; exec 3<>/dev/tcp/127.0.0.1/22";
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await tryDocker(["exec", container, "bash", "-ec", probe], { timeoutSeconds: 20 });
    if (answer.code === 0) return;
    if (Date.now() > deadline) {
      const log = await tryDocker(["exec", container, "tail", "-n", "8", "/var/log/dockerd.log"]);
      throw new Error(`lab host ${name} is not ready after ${seconds} s\n${answer.stderr}${log.stdout}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Reads the running hosts' keys and writes inventory and known_hosts. */
export async function writeInventory(lab: Lab): Promise<Inventory> {
  const { bavail, bsize } = await statfs(root);
  const capacity = capacityOf({
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    freeDiskBytes: bavail * bsize,
  });
  const running = (await presentHosts(lab)).filter((host) => host.running);
  const entries = await inParallel(
    4,
    running,
    async ({ name, address, promise }): Promise<[string, InventoryServer]> => {
      const { cpus, memory, disk } = promiseOf(promise);
      const key = await inside(containerOf(lab, name), "cat /etc/ssh/ssh_host_ed25519_key.pub");
      return [
        name,
        {
          address,
          hostKey: withoutComment(key),
          ssh: { user: "root", port: 22 },
          arch: archOf(process.arch),
          zone: zoneOf(name),
          cpus: cpus ?? capacity.cpus,
          memory: memory ?? capacity.memory,
          disk: disk ?? capacity.disk,
        },
      ];
    },
  );
  const inventory = Object.fromEntries(entries);
  await mkdir(labFolder, { recursive: true, mode: 0o700 });
  await writeFile(inventoryFile, renderInventory(inventory));
  await writeFile(knownHostsFile, renderKnownHosts(inventory));
  return inventory;
}

async function cgroupVersion(): Promise<1 | 2> {
  const controllers = await readFile("/sys/fs/cgroup/cgroup.controllers", "utf8").catch(() => undefined);
  return controllers === undefined ? 1 : 2;
}
