import { limitsFor } from "../../../config/tiers.js";
import { AnswerError, type Answers } from "./answers.js";

/** ZooKeeper 3, Kafka 4, orderers 3: the least that survives the loss of a server (Fabric docs, kafka.rst). */
const counts = { zookeeper: 3, kafka: 4, orderer: 3 } as const;

type Role = keyof typeof counts | "peer";

/** Which server each service stands on, and the servers' names in order. */
export interface StarterPlacement {
  readonly servers: readonly string[];
  readonly zookeeper: readonly string[];
  readonly kafka: readonly string[];
  readonly orderers: readonly string[];
  /** Servers of each organisation's peers, peer0 first. */
  readonly peers: Readonly<Record<string, readonly string[]>>;
}

/**
 * Spreads the services over the servers: first so that few of one role share a server, then by the memory they leave.
 * With a server for each service, servers are called after their roles (zk1, k1, o1, p1), otherwise s1, s2, …
 * @throws AnswerError for more servers than services
 */
export function placeStarter({ tier, organizations, servers }: Answers): StarterPlacement {
  const peerCount = organizations.reduce((sum, { peers }) => sum + peers, 0);
  const total = counts.zookeeper + counts.kafka + counts.orderer + peerCount;
  if (servers.kind === "listed" && servers.servers.length > total)
    throw new AnswerError(`${servers.servers.length} servers for ${total} services; give ${total} or fewer`);
  const dedicated = servers.kind === "listed" && servers.servers.length === total;
  const names =
    servers.kind === "inventory" ? Object.keys(servers.memoryMiB) : serverNames(servers.servers.length);

  const load = names.map((name) => ({
    name,
    free: servers.kind === "inventory" ? (servers.memoryMiB[name] ?? 0) : 0,
    roles: [] as Role[],
  }));
  const place = (role: Role, count: number): string[] =>
    Array.from({ length: count }, () => {
      const [best] = [...load].sort(
        (a, b) => sameRole(a.roles, role) - sameRole(b.roles, role) || b.free - a.free,
      );
      if (!best) throw new AnswerError("the inventory names no server");
      best.roles.push(role);
      best.free -= limitsFor(tier, role).memoryMiB;
      return best.name;
    });
  if (dedicated) return afterRoles(organizations, peerCount);
  // The heaviest first, so that the light ones even out.
  const kafka = place("kafka", counts.kafka);
  const peers = organizations.map(({ name, peers: count }) => [name, place("peer", count)] as const);
  return {
    servers: names,
    kafka,
    peers: Object.fromEntries(peers),
    zookeeper: place("zookeeper", counts.zookeeper),
    orderers: place("orderer", counts.orderer),
  };
}

function afterRoles(organizations: Answers["organizations"], peerCount: number): StarterPlacement {
  const zookeeper = numbered("zk", counts.zookeeper);
  const kafka = numbered("k", counts.kafka);
  const orderers = numbered("o", counts.orderer);
  const peerServers = numbered("p", peerCount);
  let next = 0;
  const peers = organizations.map(({ name, peers: count }) => {
    next += count;
    return [name, peerServers.slice(next - count, next)] as const;
  });
  return {
    servers: [...zookeeper, ...kafka, ...orderers, ...peerServers],
    zookeeper,
    kafka,
    orderers,
    peers: Object.fromEntries(peers),
  };
}

function sameRole(roles: readonly Role[], role: Role): number {
  return roles.filter((one) => one === role).length;
}

function serverNames(count: number): string[] {
  return numbered("s", count);
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}
