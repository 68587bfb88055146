import { mkdir } from "node:fs/promises";
import { relative } from "node:path";
import { downHosts } from "../lab/down.js";
import { labEnvironment } from "../lab/environment.js";
import { healFaults } from "../lab/faults/index.js";
import { up as labUp, presentHosts } from "../lab/hosts.js";
import { currentLab, inventoryFile, type Lab } from "../lab/lab.js";
import { thirteen } from "../lab/names.js";
import { cached, root } from "../ops/checkout.js";
import { exportState, placeOf, planOf, type StackPlace } from "../ops/place.js";
import { atSite, watched } from "../ops/site.js";
import type { StateExport } from "../ops/state.js";
import type { Operations } from "../steps/fabric/specs.js";
import { waitUntilFormed } from "../steps/gates/formed.js";
import { changed, containers, onHost, onHosts, type Seen } from "../test/e2e/support/hosts.js";
import { type Configuration, LabStack, summaryOf } from "../test/e2e/support/stack.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";

/** What a bed is made of. */
interface Shape {
  readonly stack: string;
  readonly file: string;
  readonly hosts: readonly string[];
  /** Hosts with a disk of their own, for the fault that fills it. */
  readonly ownDisk: readonly string[];
}

const shapes = {
  four: {
    stack: "faults",
    file: "Pulumi.dev.yaml",
    hosts: ["s1", "s2", "s3", "s4"],
    ownDisk: ["s4"],
  },
  thirteen: { stack: "faults13", file: "test/stacks/lab13.yaml", hosts: thirteen, ownDisk: [] },
} as const satisfies Record<string, Shape>;

/** Size of such a disk: as much as the lab's inventory says that every host has. */
const diskSize = "20GiB";

/** What the trials leave on this machine, not committed. */
export const recordFolder: string = cached("faults");

/** Lab hosts with a stack of the real program on them, driven by the real CLI. */
export class Bed {
  readonly lab: Lab;
  readonly stack: LabStack;
  readonly hosts: readonly string[];
  /** What stands on the hosts. `unsure`: a trial ended in an unforeseen way. */
  #stands: "nothing" | "network" | "unsure" = "nothing";

  private constructor(lab: Lab, stack: LabStack, shape: Shape) {
    this.lab = lab;
    this.stack = stack;
    this.hosts = shape.hosts;
  }

  /**
   * Makes hosts anew and a stack without any state.
   * @throws Error when another stack runs on hosts of these names
   */
  static async make(kind: keyof typeof shapes, say: (line: string) => void): Promise<Bed> {
    const shape: Shape = shapes[kind];
    const lab = currentLab();
    Object.assign(process.env, await labEnvironment());
    await mkdir(recordFolder, { recursive: true });
    const present = (await presentHosts(lab)).filter(({ name }) => shape.hosts.includes(name));
    const running = present.filter((host) => host.running).map(({ name }) => name);
    const found = await onHosts("docker ps -a --format '{{.Label \"consortium.stack\"}}'", running);
    const others = Object.values(found).flatMap((text) =>
      text.split("\n").filter((stack) => stack !== "" && stack !== shape.stack),
    );
    if (others.length > 0)
      throw new Error(`stack ${others[0]} runs on lab hosts ${running.join(", ")}: destroy it first`);
    if (present.length > 0)
      await downHosts(
        lab,
        present.map(({ name }) => name),
        say,
      );
    const shared = shape.hosts.filter((name) => !shape.ownDisk.includes(name));
    await labUp(lab, { names: shared, disk: undefined, promise: undefined, say });
    if (shape.ownDisk.length > 0)
      await labUp(lab, { names: shape.ownDisk, disk: diskSize, promise: undefined, say });
    const old = await LabStack.create(shape.stack, shape.file);
    // A run of the faults that was cut off may have left its lock.
    await old.pulumi("cancel", "--yes", "--stack", shape.stack);
    await old.pulumi("stack", "rm", "--force", "--yes", shape.stack);
    const bed = new Bed(lab, await LabStack.create(shape.stack, shape.file), shape);
    await bed.configure();
    return bed;
  }

  #place(): Promise<StackPlace> {
    return placeOf({ file: this.stack.file });
  }

  /** The plan of the stack's file as it is now. */
  async plan(): Promise<Plan> {
    return await planOf(await this.#place());
  }

  /** The state, its secrets encrypted. */
  async state(): Promise<StateExport> {
    return exportState(await this.#place());
  }

  /** What applications and day-2 commands need to act; secret. */
  async operations(): Promise<Operations> {
    const { stdout } = await this.stack.silently(
      ...["stack", "output", "operations", "--json", "--show-secrets", "--stack", this.stack.name],
    );
    return JSON.parse(stdout) as Operations;
  }

  /** Containers of the stack by service name. */
  containers(): Promise<Record<string, Seen>> {
    return containers(this.stack.name, this.hosts);
  }

  /** A planned service. @throws Error for a name that is not planned */
  async service(name: string): Promise<PlannedService> {
    const found = (await this.plan()).services.find((service) => service.name === name);
    if (!found) throw new Error(`no service ${name}`);
    return found;
  }

  /** Kills a service's main process past Docker, so that the restart policy applies, as after a crash. */
  async kill({ server, container }: PlannedService): Promise<void> {
    await onHost(server, `kill -KILL "$(docker inspect --format '{{.State.Pid}}' ${container})"`);
  }

  /** Sees to it that nothing stands on the hosts. @throws Error with what destroy left */
  async nothing(): Promise<void> {
    await healFaults(this.lab, this.hosts);
    if (this.#stands === "unsure") await this.stack.consortium("repair", "--yes");
    if (this.#stands !== "nothing") await this.destroy();
  }

  /** Destroys the stack. @throws Error when it fails, and with what it left on a host */
  async destroy(...args: string[]): Promise<void> {
    const { code, stdout, stderr } = await this.stack.pulumi(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", this.stack.name, ...args],
    );
    if (code !== 0) throw new Error(`pulumi destroy: exit status ${code}\n${(stdout + stderr).slice(-2000)}`);
    this.#stands = "nothing";
    const left = await onHosts(
      "docker ps -aq; docker volume ls -q; docker network ls -q --filter type=custom; docker images -q",
      this.hosts,
    );
    const full = Object.entries(left).flatMap(([host, text]) => (text.trim() === "" ? [] : [host]));
    if (full.length === 0) return;
    // It is told once: the trials that follow need clean hosts.
    await onHosts("docker ps -aq | xargs -r docker rm -fv; docker system prune -af --volumes", full);
    throw new Error(`destroy left something on ${full.join(", ")}: ${JSON.stringify(left)}`);
  }

  /** Sees to it that the network runs as its file says and is whole. */
  async network(): Promise<void> {
    await healFaults(this.lab, this.hosts);
    if (this.#stands === "unsure") {
      await this.configure();
      await this.stack.consortium("repair", "--yes");
    }
    if (this.#stands !== "network") await this.up();
    await this.whole();
  }

  /** Says that nobody knows what stands on the hosts. */
  unsure(): void {
    this.#stands = "unsure";
  }

  /** `pulumi up`. @throws Error with the last lines when it fails */
  async up(...args: string[]): Promise<{ readonly text: string }> {
    const done = await this.stack.up(...args);
    this.#stands = "network";
    return done;
  }

  /**
   * Waits until every quorum is whole: its members serve, follow one leader, and have all copies in sync.
   * @returns seconds it took
   * @throws Error with what is missing when nothing moves for 300 s
   */
  async whole(): Promise<number> {
    const begun = Date.now();
    await atSite(await this.#place(), async (site) => {
      for (const quorum of site.plan.quorums) await waitUntilFormed(watched(quorum, site), site.links);
    });
    return (Date.now() - begun) / 1000;
  }

  /** The run after a fault, with a look at what is really there; tells what it changed. */
  async rerun(): Promise<string> {
    const before = await this.containers();
    const { text } = await this.up("--refresh");
    const made = changed(before, await this.containers());
    return `${summaryText(text)}; ${made.length === 0 ? "no container made anew" : `made anew: ${made.join(", ")}`}`;
  }

  /** Changes the configuration for the runs that follow; starts from the committed file each time. */
  configure(edit: (configuration: Configuration) => void = () => {}): Promise<void> {
    return this.stack.configure((config) => {
      // Another lab than the usual one has its inventory elsewhere.
      config["consortium:inventory"] = relative(root, inventoryFile);
      edit(config);
    });
  }
}

/** The counts at the end of a run, e.g. `3 replaced, 150 unchanged`. */
export function summaryText(text: string): string {
  return Object.entries(summaryOf(text))
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}
