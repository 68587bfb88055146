import { type LoadedSettings, loadStack } from "../../config/load.js";
import type { FabricSettings } from "../../config/schema.js";
import { type Rule, runRules } from "./rule.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexampleK";

/** A server as tests write it, big enough for anything. */
export const bigServer = (address: string, more: Readonly<Record<string, unknown>> = {}) => ({
  address,
  hostKey,
  cpus: 64,
  memory: "256GiB",
  disk: "8TiB",
  ...more,
});

const names = ["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4", "o1", "o2", "o3", "p1", "p2", "p3"];

/** The keys of a good stack: the manual's network on 13 big servers. */
export function goodStack(): Record<string, unknown> {
  return {
    tier: "production",
    servers: Object.fromEntries(
      names.map((name, index) => [
        name,
        bigServer(`198.51.100.${11 + index}`, { zone: ["a", "b", "c"][index % 3] }),
      ]),
    ),
    images: { archives: "images" },
    fabric: {
      version: "2.5",
      ordering: {
        type: "kafka",
        organization: { domain: "example.com" },
        zookeeper: {
          zookeeper1: { server: "zk1", id: 1 },
          zookeeper2: { server: "zk2", id: 2 },
          zookeeper3: { server: "zk3", id: 3 },
        },
        kafka: {
          kafka1: { server: "k1", id: 1 },
          kafka2: { server: "k2", id: 2 },
          kafka3: { server: "k3", id: 3 },
          kafka4: { server: "k4", id: 4 },
        },
        orderers: { orderer0: "o1", orderer1: "o2", orderer2: "o3" },
      },
      organizations: {
        Org1: { domain: "org1.example.com", peers: { peer0: "p1" }, anchors: ["peer0"] },
        Org5: { domain: "org5.example.com", peers: { foo27: "p2", bar: "p3" }, anchors: ["bar"] },
      },
      channels: {
        mychannel: {
          organizations: ["Org1", "Org5"],
          chaincodes: {
            mycc: { image: "mycc", version: "1.0", policy: "OR('Org1MSP.peer','Org5MSP.peer')" },
          },
        },
      },
    },
  };
}

/** The good stack with values set by path, e.g. `{ "servers.k1.cpus": 2 }`; `undefined` removes. */
export function stackWith(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const stack = goodStack();
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<Record<string, unknown>>((at, key) => {
      at[key] ??= {};
      return at[key] as Record<string, unknown>;
    }, stack);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return stack;
}

/** Settings of the good stack with changes. Throws when the schema refuses them: a rule's test starts after it. */
export function settingsWith(changes: Readonly<Record<string, unknown>> = {}): LoadedSettings {
  const { settings, findings } = loadStack(stackWith(changes), { stack: "test", directory: "/" });
  if (!settings || findings.length > 0) throw new Error(JSON.stringify(findings));
  return settings;
}

/** The Fabric part of `settingsWith`. */
export function fabricWith(changes: Readonly<Record<string, unknown>> = {}): FabricSettings {
  const { fabric } = settingsWith(changes);
  if (!fabric) throw new Error("the stack has no Fabric network");
  return fabric;
}

/** Paths at which a rule complains. */
export function pathsOf<Subject>(rule: Rule<Subject>, subject: Subject): string[] {
  return runRules([rule], subject).map(({ path }) => path);
}
