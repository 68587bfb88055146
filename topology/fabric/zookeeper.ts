import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import { besideWritten } from "../ports.js";
import type { FabricContext } from "./context.js";
import { noPart, speaksTls, zookeeperPart } from "./messaging.js";
import { rolePorts } from "./roles.js";

/** Name of the ensemble's quorum. */
export const zookeeperQuorum = "zookeeper";

/** One ZooKeeper server as planned, with what the others need to dial it. */
export interface ZooKeeperMember extends PlannedService {
  /** `myid`: 1-255, unique in the ensemble, frozen with the data volume. */
  readonly memberId: number;
  readonly clientPort: number;
}

/**
 * The ensemble, in order of id. Listens on the private address only: 3.8 takes a plain port's from the `;address:port`
 * form, and a TLS port's from a setting of its own.
 */
export function planZooKeeper(context: FabricContext): ZooKeeperMember[] {
  const { placement } = context;
  const members = sortedEntries(context.fabric.ordering.zookeeper)
    .sort(([, a], [, b]) => a.id - b.id)
    .map(([name, { server, id, port }]) => {
      const own = rolePorts.zookeeper;
      const beside = (other: number) =>
        context.ports.allocate(server, besideWritten(port, own.client, other));
      return {
        name,
        server,
        id,
        address: placement.addressOf(server),
        client: port ?? context.ports.allocate(server, own.client),
        quorum: beside(own.quorum),
        election: beside(own.election),
      };
    });

  const tls = speaksTls(context.tier, context.fabric.ordering);
  const servers = members
    .map((m) => `server.${m.id}=${m.name}:${m.quorum}:${m.election}${tls ? "" : `;${m.address}:${m.client}`}`)
    .join(" ");
  const hosts = placement.hostEntries(members);
  const limits = limitsOf(context, "zookeeper");

  return members.map((member): ZooKeeperMember => {
    const part = tls ? zookeeperPart(member.name, member.address, member.client) : noPart;
    return {
      name: member.name,
      container: containerOf(context, member.name),
      memberId: member.id,
      owner: context.fabric.ordering.organization.name,
      role: "zookeeper",
      phase: "zookeeper",
      server: member.server,
      image: "fabric-zookeeper",
      command: [],
      env: {
        ZOO_MY_ID: String(member.id),
        ZOO_SERVERS: servers,
        // srvr and mntr are what the gates read; every other command stays off.
        ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr",
        ZOO_ADMINSERVER_ENABLED: "false",
        ZOO_AUTOPURGE_SNAPRETAINCOUNT: "3",
        ZOO_AUTOPURGE_PURGEINTERVAL: "1",
        JVMFLAGS: `-Xms${(limits.heapMiB ?? 256) / 2}m -Xmx${limits.heapMiB ?? 256}m`,
        ...part.env,
      },
      hosts,
      volumes: [
        dataVolume(context, member.name, "data", "/data", { myid: String(member.id) }),
        dataVolume(context, member.name, "datalog", "/datalog"),
      ],
      files: part.files,
      ports: [
        { ...placement.sharedPort("client", member.server, member.client), ...part.clientPort },
        placement.sharedPort("quorum", member.server, member.quorum),
        placement.sharedPort("election", member.server, member.election),
      ],
      limits,
      stopSeconds: 30,
      clientPort: member.client,
    };
  });
}

/** Client addresses as brokers need them: `zookeeper1:2181,zookeeper2:2181,…`. */
export function connectString(members: readonly ZooKeeperMember[]): string {
  return members.map((m) => `${m.name}:${m.clientPort}`).join(",");
}
