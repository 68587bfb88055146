import { createReadStream } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { inParallel } from "../hosts/in-parallel.js";
import { docker } from "../lab/docker.js";
import { downHosts } from "../lab/down.js";
import { up as labUp, presentHosts } from "../lab/hosts.js";
import { imageIndex } from "../lab/images/build.js";
import type { Inventory } from "../lab/inventory.js";
import { containerOf, currentLab } from "../lab/lab.js";
import { hostNames } from "../lab/names.js";
import { cached, root, source } from "../ops/checkout.js";
import { planOf } from "../ops/place.js";
import { onHosts } from "../test/e2e/support/hosts.js";
import { LabStack } from "../test/e2e/support/stack.js";
import type { Plan } from "../topology/model/plan.js";
import { promiseOfOne, writeInventoryOfOne } from "./one-server.js";
import type { Size } from "./schedule.js";
import { countSsh } from "./ssh-use.js";

const lab = currentLab();

/** Plain lab hosts of one size, and a stack without a state for them. */
export interface Ground {
  readonly servers: Size;
  readonly hosts: readonly string[];
  readonly inventory: Inventory;
  readonly stack: LabStack;
  readonly plan: Plan;
}

/** Name of a size's stack; its containers and volumes begin with it. */
export function stackOf(servers: Size): string {
  return `bench${servers}`;
}

/** @throws Error when another stack runs on hosts of these sizes: the hosts are about to be thrown away */
export async function refuseOthers(sizes: readonly Size[]): Promise<void> {
  const names = sizes.flatMap(hostNames);
  const running = (await presentHosts(lab)).filter(({ name, running }) => running && names.includes(name));
  const found = await onHosts(
    "docker ps -a --format '{{.Label \"consortium.stack\"}}'",
    running.map(({ name }) => name),
  );
  const other = strangerAmong(found);
  if (other)
    throw new Error(
      `stack ${other.stack} runs on lab host ${other.host}, which the benchmark makes anew: destroy it first, or take another lab with CONSORTIUM_LAB=bench`,
    );
}

/** The first host with a container that is no benchmark's; `found` holds a stack's name a line. */
export function strangerAmong(
  found: Readonly<Record<string, string>>,
): { readonly host: string; readonly stack: string } | undefined {
  for (const [host, text] of Object.entries(found))
    for (const stack of text.split("\n"))
      if (stack !== "" && !/^bench\d*$/.test(stack)) return { host, stack };
  return undefined;
}

/** Makes the hosts of a size anew, whatever an interrupted run left on them, and a stack without a state. */
export async function makeGround(servers: Size, say: (line: string) => void): Promise<Ground> {
  const hosts = hostNames(servers);
  await removeHosts(hosts, say);
  const inventory = await labUp(lab, {
    names: hosts,
    disk: undefined,
    promise: servers === 1 ? promiseOfOne(thisMachine()) : undefined,
    say,
  });
  await inParallel(4, hosts, (host) => countSsh(lab, host));
  const [first] = hosts;
  if (servers === 1 && first !== undefined) await writeInventoryOfOne(first, inventory);
  const name = stackOf(servers);
  const file = `bench/stack-${servers}.yaml`;
  const plan = await planOf({ stack: name, label: name, file: source(file), folder: root });
  const old = await LabStack.create(name, file);
  // An interrupted run leaves its lock. Its hosts are gone, so nothing that still runs could change anything.
  await old.pulumi("cancel", "--yes", name);
  await old.pulumi("stack", "rm", "--force", "--yes", name);
  const stack = await LabStack.create(name, file);
  const own = Object.fromEntries(Object.entries(inventory).filter(([host]) => hosts.includes(host)));
  return { servers, hosts, inventory: own, stack, plan };
}

function thisMachine() {
  return { cpus: availableParallelism(), memoryGiB: Math.floor(totalmem() / 1024 ** 3) };
}

/** Removes the hosts of a size that is done, so that the next one has the machine to itself. */
export async function leaveGround({ hosts }: Ground, say: (line: string) => void): Promise<void> {
  await removeHosts(hosts, say);
}

async function removeHosts(names: readonly string[], say: (line: string) => void): Promise<void> {
  const present = (await presentHosts(lab)).map(({ name }) => name).filter((name) => names.includes(name));
  if (present.length > 0) await downHosts(lab, present, say);
}

/** Puts the images that each host will run into its engine, past SSH. @throws Error for an image that was not built */
export async function loadImages({ plan }: Ground): Promise<void> {
  const index = await imageIndex();
  await inParallel(4, [...imagesByServer(plan)], async ([host, names]) => {
    for (const name of names) {
      const image = index.find((one) => one.name === name);
      if (!image)
        throw new Error(`${host} runs the image ${name}, which the lab has not. Run: npm run setup`);
      const archive = createReadStream(cached("images", image.file));
      await docker(["exec", "-i", containerOf(lab, host), "docker", "load", "--quiet"], { stdin: archive });
    }
  });
}

/** Image names by server, each once. */
export function imagesByServer({ services }: Pick<Plan, "services">): ReadonlyMap<string, readonly string[]> {
  const images = new Map<string, string[]>();
  for (const { server, image } of services) {
    const there = images.get(server) ?? [];
    if (!there.includes(image)) images.set(server, [...there, image]);
  }
  return images;
}
