import type { FabricSettings } from "../../../config/fabric/schema.js";
import { type LoadedSettings, loadStack } from "../../../config/load.js";
import { manualStack } from "../../testing/stack.js";
import { type Rule, runRules } from "../rule.js";

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

/** The keys of a good stack: the manual's network on 13 big servers, with the defaults of a production stack. */
export function goodStack(): Record<string, unknown> {
  const { data: _demo, servers = {}, ...manual } = manualStack();
  return {
    ...manual,
    tier: "production",
    servers: Object.fromEntries(
      Object.entries(servers).map(([name, { zone }], index) => [
        name,
        bigServer(`198.51.100.${11 + index}`, { zone }),
      ]),
    ),
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
