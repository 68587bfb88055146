import type { LoadedSettings } from "../../../../config/load.js";
import { type StackInput, stackSchema } from "../../../../config/schema.js";
import { type FiscoInput, fourNodes, serversOf } from "../../testing/chain.js";
import type { FiscoStack } from "../subject.js";

/** A production stack with the chain of four nodes on four servers, and changes to either. */
export function stackWith(fisco: Partial<FiscoInput> = {}, more: Partial<StackInput> = {}): FiscoStack {
  const settings = stackSchema.parse({
    tier: "production",
    servers: serversOf({ u1: undefined, u2: undefined, b1: undefined, b2: undefined }),
    ...more,
    fisco: { ...fourNodes, ...fisco },
  });
  const { servers } = settings;
  if (!servers || !settings.fisco) throw new Error("no servers or no chain");
  return { ...(settings satisfies Omit<LoadedSettings, "servers">), servers, fisco: settings.fisco };
}

/** One agency with nodes node0, node1, … on the servers named. */
export function onServers(...servers: readonly string[]): FiscoInput["agencies"] {
  return {
    union: { nodes: Object.fromEntries(servers.map((server, index) => [`node${index}`, server])) },
  };
}
