import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { z } from "zod";
import { ChannelClient } from "../../../lab/stand-ins/fisco/channel-client.js";
import { type CnsEntry, cnsAddress, encodeCnsCall } from "../../../lab/stand-ins/fisco/cns.js";
import { freePorts } from "../../../lab/stand-ins/testing/chain.js";
import { root } from "../../../ops/checkout.js";
import { nodeBundle } from "../../../scripts/bundle.js";
import { fiscoMaterial, makeMaterial } from "../../../topology/fisco/material.js";
import { planOf, serversOf, settingsOf, sourcesOf } from "../../../topology/fisco/testing/chain.js";
import type { FiscoSdk } from "../../../topology/fisco/types.js";
import type { PlannedService } from "../../../topology/model/service.js";

const loopback = "127.0.0.1";

/** Files of an SDK by the name that the console has for them. */
export type SdkFiles = Readonly<Record<"ca.crt" | "sdk.crt" | "sdk.key", string>>;

/**
 * A chain of two nodes of `union` and two of `bank` whose every file is the planner's, on loopback, where the lab's
 * stand-in plays the nodes as plain processes.
 */
export class LoopbackChain {
  readonly #folder = mkdtempSync(join(tmpdir(), "loopback-chain-"));
  readonly #plan: ReturnType<typeof planOf>;
  readonly #material: ReadonlyMap<string, string>;
  readonly #processes: ChildProcess[] = [];
  #strangers: ReadonlyMap<string, string> | undefined;
  #consoles = 0;

  private constructor(plan: ReturnType<typeof planOf>) {
    this.#plan = plan;
    this.#material = materialOf(plan);
  }

  /** Plans a chain, writes its nodes' files and starts one after the other: each dials those before it at once. */
  static async start(sdkCertificate: "rsa" | "ec"): Promise<LoopbackChain> {
    const chain = new LoopbackChain(await planned(sdkCertificate));
    try {
      await chain.#run();
    } catch (error) {
      // Nobody else can: the caller gets no chain.
      await chain.stop();
      throw error;
    }
    return chain;
  }

  async #run(): Promise<void> {
    await build({
      ...nodeBundle,
      absWorkingDir: root,
      entryPoints: { node: "lab/stand-ins/fisco/main.ts" },
      outdir: this.#folder,
      outExtension: { ".js": ".mjs" },
    });
    for (const service of this.#plan.services.filter(({ role }) => role === "fisco-node")) {
      const folder = join(this.#folder, service.name);
      this.#write(service, "/data", folder);
      const node = spawn(process.execPath, [join(this.#folder, "node.mjs"), "-c", "config.ini"], {
        cwd: folder,
        stdio: ["ignore", "ignore", "inherit"],
      });
      this.#processes.push(node);
      await this.#until(service.name, "getBlockNumber", z.literal("0x0"));
    }
  }

  /** Ids of the nodes, sorted. */
  get nodeIds(): readonly string[] {
    return this.#plan.fisco.nodes
      .map(({ name }) => this.#material.get(fiscoMaterial.nodeId(name)) ?? "")
      .sort();
  }

  /** `address:port` of union's nodes, as its SDKs dial them. */
  get peers(): readonly string[] {
    return this.#sdk("union").peers;
  }

  /** What an agency's SDK gets. */
  sdkFiles(agency: string): SdkFiles {
    return sdkFilesOf(this.#sdk(agency), this.#material);
  }

  /** What the same agency's SDK gets on another chain that was planned alike: the same names, other keys. */
  strangersFiles(agency: string): SdkFiles {
    this.#strangers ??= materialOf(this.#plan);
    return sdkFilesOf(this.#sdk(agency), this.#strangers);
  }

  /** Writes union's console as planned, some of its files as given. Returns the folder that it runs in. */
  console(instead: Partial<SdkFiles> = {}): string {
    const folder = join(this.#folder, `console-${this.#consoles++}`);
    const service = this.#plan.services.find(({ role }) => role === "fisco-console");
    if (!service) throw new Error("the plan has no console");
    this.#write(service, "/console", folder);
    for (const [name, text] of Object.entries(instead)) write(join(folder, "conf", name), text);
    return folder;
  }

  /** Waits until all nodes are connected, then enters a contract into the name service, in block 1 of every node. */
  async register(entry: CnsEntry): Promise<void> {
    const others = this.nodeIds.length - 1;
    await this.#untilAll("getPeers", z.array(z.unknown()).length(others));
    const files = this.sdkFiles("union");
    const credentials = { key: files["sdk.key"], certificate: files["sdk.crt"], authority: files["ca.crt"] };
    const client = await ChannelClient.open(this.peers[0] ?? "", credentials, 1);
    await client.send({ to: cnsAddress, data: encodeCnsCall({ method: "insert", ...entry }) }, 60);
    client.close();
    await this.#untilAll("getBlockNumber", z.literal("0x1"));
  }

  /** What the nodes wrote to their logs about SDKs so far. */
  channelLog(): string[] {
    return this.#plan.fisco.nodes
      .map(({ name }) => join(this.#folder, name, "log"))
      .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")))
      .flatMap((text) => text.split("\n"))
      .filter((line) => line.includes("[CHANNEL]"));
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#processes.map(async (node) => {
        if (node.exitCode !== null || node.signalCode !== null) return;
        const ended = once(node, "exit");
        node.kill("SIGTERM");
        await ended;
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #untilAll(method: string, wanted: z.ZodType): Promise<void> {
    await Promise.all(this.#plan.fisco.nodes.map(({ name }) => this.#until(name, method, wanted)));
  }

  /** Asks a node by JSON-RPC until it answers so. @throws Error after a minute */
  async #until(name: string, method: string, wanted: z.ZodType): Promise<void> {
    const node = this.#plan.fisco.nodes.find((one) => one.name === name);
    const body = JSON.stringify({ jsonrpc: "2.0", method, params: [1], id: 1 });
    const accepted = z.object({ result: wanted });
    const ask = async (): Promise<unknown> =>
      (await fetch(`http://${loopback}:${node?.rpcPort}`, { method: "POST", body })).json();
    const deadline = Date.now() + 60_000;
    while (!accepted.safeParse(await ask().catch(() => undefined)).success) {
      if (Date.now() > deadline) throw new Error(`${name}: ${method} is not answered as wanted in a minute`);
      await sleep(100);
    }
  }

  #sdk(agency: string): FiscoSdk {
    const found = this.#plan.fisco.sdks.find((sdk) => sdk.agency === agency);
    if (!found) throw new Error(`no agency ${agency}`);
    return found;
  }

  #write(service: PlannedService, mounted: string, folder: string): void {
    for (const { path, mode, source } of service.files) {
      const text = source.kind === "text" ? source.text : this.#material.get(source.name);
      if (text === undefined) throw new Error(`${service.name}: nothing to put into ${path}`);
      write(join(folder, relative(mounted, path)), text, Number.parseInt(mode, 8));
    }
  }
}

async function planned(sdkCertificate: "rsa" | "ec"): Promise<ReturnType<typeof planOf>> {
  const ports = await freePorts(12);
  const node = (index: number) => {
    const [p2pPort = 0, channelPort = 0, rpcPort = 0] = ports.slice(index * 3);
    return { server: "u1", p2pPort, channelPort, rpcPort };
  };
  const { u1 } = serversOf({ u1: undefined }) ?? {};
  if (!u1) throw new Error("no server u1");
  return planOf(
    settingsOf(
      {
        version: "2.9.1",
        agencies: {
          union: { nodes: { node0: node(0), node1: node(1) } },
          bank: { nodes: { node2: node(2), node3: node(3) } },
        },
        console: { server: "u1", agency: "union" },
        acceptNoFaultTolerance: true,
        sdkCertificate,
      },
      { servers: { u1: { ...u1, address: loopback } } },
    ),
  );
}

/** Material of a plan with new keys, valid from now. */
function materialOf({ fisco }: ReturnType<typeof planOf>): ReadonlyMap<string, string> {
  const { keys, timestampMs } = sourcesOf(fisco);
  const newKeys = (named: object, make: () => string) =>
    Object.fromEntries(Object.keys(named).map((id) => [id, make()]));
  return makeMaterial(fisco, {
    keys: {
      random: newKeys(keys.random, () => randomBytes(32).toString("hex")),
      rsa: newKeys(keys.rsa, rsaKey),
    },
    notBefore: new Date(Date.now() - 60_000),
    timestampMs,
  });
}

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

function sdkFilesOf({ material }: FiscoSdk, made: ReadonlyMap<string, string>): SdkFiles {
  const text = (name: string) => made.get(name) ?? "";
  return {
    "ca.crt": text(material.ca),
    "sdk.crt": text(material.certificate),
    "sdk.key": text(material.key),
  };
}

function write(path: string, text: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}
