import { Duplex, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Links } from "../../hosts/links.js";
import { type BrokerServer, serveBroker } from "../../hosts/ssh/broker.js";
import type { ExecOptions, ExecResult, Link } from "../../hosts/ssh/index.js";
import type { SshPool } from "../../hosts/ssh/pool.js";
import type { SshTarget } from "../../hosts/ssh/target.js";
import { forgetHibernation, readHibernation } from "../../steps/gates/hibernation.js";
import { planNetwork } from "../../topology/plan.js";
import { manualStack, settingsOf } from "../../topology/testing/stack.js";
import type { Site } from "../site.js";

/** What a container does and, of a ZooKeeper server, what it answers. */
export interface Container {
  status: "running" | "exited";
  mode?: "leader" | "follower";
}

/** The servers of the manual's network as far as these tests need them: Docker's answers and ZooKeeper's. */
export class Servers {
  /** Containers by service; one that is not here is absent. */
  readonly containers = new Map<string, Container>();
  /** What Docker was told, in order, e.g. `restart zookeeper2`. */
  readonly told: string[] = [];
  /** Services that run after a start and never serve. */
  readonly broken = new Set<string>();
  /** Services that Docker does not act on. */
  readonly refused = new Set<string>();
  /** The record of a hibernation, as every server holds it. */
  record: string | undefined;
  readonly site: Site;

  constructor() {
    const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });
    const links = new Links();
    links.to = async ({ name }) => this.#link(name);
    this.site = { plan, links, clients: {} };
    for (const { name } of plan.services) this.containers.set(name, { status: "running" });
  }

  /** Gives the three ZooKeeper servers their modes: `L` leader, `F` follower, `s` runs and does not serve. */
  elect(modes: string): void {
    [...modes].forEach((letter, i) => {
      const mode = letter === "L" ? "leader" : letter === "F" ? "follower" : undefined;
      this.containers.set(`zookeeper${i + 1}`, { status: "running", ...(mode ? { mode } : {}) });
    });
  }

  /** Lets verbs that are called from the command line reach these servers, through a broker's socket. */
  serve(): Promise<BrokerServer> {
    const connection = async ({ host }: SshTarget) => {
      const server = this.site.plan.servers.find(({ ssh }) => ssh.host === host);
      const link = this.#link(server?.name ?? "");
      const exec: Link["exec"] = async (command, options = {}) => {
        const result = await link.exec(command, options);
        options.onStdout?.(Buffer.from(result.stdout));
        options.onStderr?.(Buffer.from(result.stderr));
        return result;
      };
      return { ...link, exec };
    };
    // A broker asks nothing else of its pool.
    return serveBroker({ connection } as unknown as SshPool);
  }

  #link(server: string): Link {
    return {
      exec: async (command, { stdin }: ExecOptions = {}) =>
        command === "sh -s" && stdin instanceof Readable
          ? this.#kept(await text(stdin))
          : this.#docker(command),
      connectUnix: async () => answering((request) => this.#inspect(request)),
      connectTcp: async () => {
        const own = this.site.plan.services.find((service) => service.server === server);
        return answering((word) => this.#zookeeper(own?.name ?? "", word));
      },
      close: async () => {},
    };
  }

  #docker(command: string): ExecResult {
    const [, action = "", name = ""] = /^docker (\w+) .*?'?dev-([^' ]+)'?$/.exec(command) ?? [];
    const container = this.containers.get(name);
    if (!container) return { code: 1, stdout: "", stderr: `No such container: ${name}` };
    this.told.push(`${action} ${name}`);
    if (this.refused.has(name)) return { code: 1, stdout: "", stderr: "engine is busy" };
    const led = container.mode === "leader";
    delete container.mode;
    container.status = action === "stop" ? "exited" : "running";
    if (led) this.#successor();
    if (action !== "stop" && name.startsWith("zookeeper") && !this.broken.has(name))
      container.mode = "follower";
    return { code: 0, stdout: "", stderr: "" };
  }

  /** What the scripts about a hibernation do on a server. */
  #kept(script: string): ExecResult {
    const { stack } = this.site.plan;
    const ok = { code: 0, stdout: "", stderr: "" };
    if (script === readHibernation(stack)) {
      const record = this.record === undefined ? "" : `record ${this.record}\n`;
      return { ...ok, stdout: `network 3f9a\n${record}` };
    }
    this.record =
      script === forgetHibernation(stack) ? undefined : /^printf .* '(\{.*\})' >/m.exec(script)?.[1];
    return ok;
  }

  #successor(): void {
    for (const container of this.containers.values())
      if (container.mode === "follower") {
        container.mode = "leader";
        return;
      }
  }

  #inspect(request: string): string {
    const name = /\/containers\/dev-([^/]+)\/json/.exec(request)?.[1] ?? "";
    const container = this.containers.get(decodeURIComponent(name));
    if (!container) return "HTTP/1.0 404 Not Found\r\n\r\n{}";
    const running = container.status === "running";
    const state = { Status: container.status, ExitCode: running ? 0 : 143, Running: running };
    return `HTTP/1.0 200 OK\r\n\r\n${JSON.stringify({ State: state, RestartCount: 0, Config: { Labels: {} } })}`;
  }

  #zookeeper(name: string, word: string): string {
    const mode = this.containers.get(name)?.mode;
    if (mode === undefined) return "This ZooKeeper instance is not currently serving requests\n";
    return word === "srvr" ? `Mode: ${mode}\n` : "";
  }
}

/** A connection that answers each request and ends. */
function answering(answer: (request: string) => string): Duplex {
  const socket: Duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      socket.push(answer(chunk.toString()));
      socket.push(null);
      done();
    },
  });
  return socket;
}
