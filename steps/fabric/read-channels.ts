import { readChannelConfig } from "../../topology/fabric/blocks/index.js";
import type { SeenChannel, SeenPeer } from "../../topology/fabric/drift/channel.js";
import { packagesOf } from "./install.js";
import { committedOn } from "./lifecycle.js";
import { fetchFromOrderers } from "./orderers.js";
import { joinedChannels, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { OperatedOrganization, Operations } from "./specs.js";

/** What is to be read of a channel. */
export interface ChannelQuestion {
  readonly name: string;
  readonly chaincodes: readonly string[];
}

/** What an organisation's own server tells, by channel. */
export type SeenByOrganization = Readonly<Record<string, SeenChannel>>;

/**
 * Asks one organisation's peers and the orderers about its channels, with the organisation's own admin. It only reads.
 * @param peers names of the peers to ask; one that does not run would be waited for.
 * @throws AdminError, SshError when they do not answer within a minute.
 */
export function readChannels(
  operations: Operations,
  organization: OperatedOrganization,
  channels: readonly ChannelQuestion[],
  peers: readonly string[],
): Promise<SeenByOrganization> {
  const admin = organization.identities.Admin;
  if (!admin) throw new Error(`the stack has no admin of ${organization.name}`);
  const place = {
    stack: operations.stack,
    organization,
    server: organization.server,
    image: operations.image,
    orderers: operations.orderers,
    deadlineSeconds: 60,
  };
  const secrets = { adminCert: admin.certificate, adminKey: admin.key };
  return Session.use(place, secrets, [organization], async (session) => {
    const seen: Record<string, SeenChannel> = {};
    const targets = organization.peers
      .filter(({ name }) => peers.includes(name))
      .map((peer): Target => ({ mspId: organization.mspId, peer }));
    const facts = new Map<string, { joined: readonly string[]; packages: readonly string[] }>();
    for (const target of targets)
      facts.set(target.peer.name, {
        joined: await joinedChannels(session, target),
        packages: await packagesOf(session, target),
      });
    for (const channel of channels) {
      const block = await fetchFromOrderers(session, channel.name, "config");
      const told: Record<string, SeenPeer> = {};
      for (const target of targets) {
        const { joined = [], packages = [] } = facts.get(target.peer.name) ?? {};
        const there = joined.includes(channel.name);
        const definitions: Record<string, SeenPeer["definitions"][string]> = {};
        for (const chaincode of there ? channel.chaincodes : []) {
          const committed = await committedOn(session, target, channel.name, chaincode);
          if (committed) definitions[chaincode] = committed;
        }
        told[target.peer.name] = { joined: there, packages, definitions };
      }
      seen[channel.name] = { ...(block ? { config: configOf(block) } : {}), peers: told };
    }
    return seen;
  });
}

function configOf(block: Uint8Array): NonNullable<SeenChannel["config"]> {
  return {
    organizations: readChannelConfig(block).organizations.map(({ mspId, anchors }) => ({
      mspId,
      anchors: anchors.map(({ host, port }) => `${host}:${port}`),
    })),
  };
}
