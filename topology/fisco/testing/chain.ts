import { generateKeyPairSync } from "node:crypto";
import { type StackInput, type StackSettings, stackSchema } from "../../../config/schema.js";
import { onServers } from "../../placement/servers.js";
import { PortPlan } from "../../ports.js";
import { sha256 } from "../../sha256.js";
import type { KeySources } from "../certificates/issue.js";
import type { FiscoContext } from "../context.js";
import type { FiscoSources } from "../material.js";
import { claimPorts } from "../place-nodes.js";
import { planFisco } from "../plan.js";
import type { FiscoPlan } from "../types.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExampl";

export type FiscoInput = NonNullable<StackInput["fisco"]>;

/** Servers by name at 10.0.0.1 and up, big enough for anything, each in a zone where one is given. */
export function serversOf(zones: Readonly<Record<string, string | undefined>>): StackInput["servers"] {
  return Object.fromEntries(
    Object.entries(zones).map(([name, zone], index) => [
      name,
      {
        address: `10.0.0.${index + 1}`,
        hostKey,
        cpus: 64,
        memory: "256GiB",
        disk: "8TiB",
        ...(zone === undefined ? {} : { zone }),
      },
    ]),
  );
}

/** The manual's chain: 2 nodes of one agency on one server, its ports numbered as WeFe's. */
export const wefeChain: FiscoInput = {
  version: "2.9.1",
  agencies: { union: { nodes: { node0: "u1", node1: { server: "u1", p2pPort: 30_301 } } } },
  console: { server: "u1", agency: "union" },
  acceptNoFaultTolerance: true,
};

/** A chain that bears one fault: 4 nodes of 2 agencies on 4 servers. */
export const fourNodes: FiscoInput = {
  version: "2.9.1",
  agencies: {
    union: { nodes: { node0: "u1", node1: "u2" } },
    bank: { nodes: { node2: "b1", node3: "b2" } },
  },
};

/** Settings of a chain on the servers it names. */
export function settingsOf(fisco: FiscoInput, more: Partial<StackInput> = {}): StackSettings {
  const servers = Object.values(fisco.agencies).flatMap(({ nodes }) =>
    Object.values(nodes).map((node) =>
      typeof node === "string" ? node : (node as { server: string }).server,
    ),
  );
  const zones = Object.fromEntries([...new Set([...servers, "u1"])].sort().map((name) => [name, undefined]));
  return stackSchema.parse({ tier: "trial", servers: serversOf(zones), ...more, fisco });
}

/** The plan of settings with a chain. */
export function planOf(settings: StackSettings, contracts: FiscoContext["contracts"] = []) {
  const { fisco, servers = {} } = settings;
  if (!fisco) throw new Error("the stack has no chain");
  const context: FiscoContext = {
    stack: "prod",
    tier: settings.tier,
    settings,
    fisco,
    ports: new PortPlan(),
    packages: {},
    contracts,
    share: (limits) => limits,
    placement: onServers(servers),
  };
  claimPorts(context);
  return planFisco(context);
}

// Making an RSA key takes long; tests need two that differ.
let rsa: readonly string[] | undefined;

function rsaKeys(): readonly string[] {
  rsa ??= [0, 1].map(() =>
    generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ type: "pkcs1", format: "pem" })
      .toString(),
  );
  return rsa;
}

/** What the keys of a plan are made of in tests: a digest of their id, and one of two RSA keys. */
export function keySources({ certificates }: Pick<FiscoPlan, "certificates">): KeySources {
  const [authority = "", other = ""] = rsaKeys();
  return {
    random: Object.fromEntries(
      certificates.filter(({ key }) => key === "secp256k1").map(({ id }) => [id, sha256(`test ${id}`)]),
    ),
    rsa: Object.fromEntries(
      certificates
        .filter(({ key }) => key === "rsa-2048")
        .map(({ id, use }) => [id, use === "authority" ? authority : other]),
    ),
  };
}

/** The begin of validity and block 0's time in tests. */
export const testTime = new Date("2026-03-01T00:00:00Z");

/** All sources of a plan's material in tests. */
export function sourcesOf(plan: Pick<FiscoPlan, "certificates">): FiscoSources {
  return { keys: keySources(plan), notBefore: testTime, timestampMs: testTime.getTime() };
}
