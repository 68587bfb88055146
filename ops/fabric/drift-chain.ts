import type { Operations } from "../../steps/fabric/specs.js";
import type { Drift, Seen } from "../../topology/drift/types.js";
import { channelDrift, type DesiredChannel, type SeenChannel } from "../../topology/fabric/drift/channel.js";
import { type NotAsked, reasonOf } from "../drift-read.js";

/** What differs in the channels, and which organisations could not be asked. */
export interface ChainDrift {
  readonly drift: readonly Drift[];
  readonly notAsked: readonly NotAsked[];
}

/**
 * Asks every organisation of ours about its channels, side by side. Peers that were seen not to run are left out: that
 * they are down is said already.
 */
export async function chainDrift(
  operations: Operations,
  channels: readonly DesiredChannel[],
  seen: Seen,
): Promise<ChainDrift> {
  // On demand: without a channel nobody pays for loading Fabric's protocol.
  const { readChannels } = await import("../../steps/fabric/read-channels.js");
  const notAsked: NotAsked[] = [];
  const byOrganization: Record<string, Readonly<Record<string, SeenChannel>>> = {};
  await Promise.all(
    operations.organizations.map(async (organization) => {
      const own = channels.filter(({ members }) => members[organization.name]);
      const peers = organization.peers
        .filter(({ name, server }) => runs(seen, server, `${operations.stack}-${name}`))
        .map(({ name }) => name);
      if (own.length === 0) return;
      try {
        byOrganization[organization.name] = await readChannels(
          operations,
          organization,
          own.map(({ name, chaincodes }) => ({ name, chaincodes: chaincodes.map((one) => one.name) })),
          peers,
        );
      } catch (error) {
        notAsked.push({ what: `organisation ${organization.name}`, reason: reasonOf(error) });
      }
    }),
  );
  const drift = channels.flatMap((channel) =>
    channelDrift(
      channel,
      Object.fromEntries(
        Object.entries(byOrganization).flatMap(([organization, told]) => {
          const one = told[channel.name];
          return one ? [[organization, one]] : [];
        }),
      ),
    ),
  );
  return { drift, notAsked };
}

function runs(seen: Seen, server: string, container: string): boolean {
  return seen[server]?.containers[container]?.status === "running";
}
