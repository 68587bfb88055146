import type { PlannedPort } from "./model/service.js";

/** Ports a role listens on when nothing else on its server has them. */
export const rolePorts = {
  registry: { registry: 5000 },
  zookeeper: { client: 2181, quorum: 2888, election: 3888 },
  kafka: { client: 9092 },
  orderer: { grpc: 7050, admin: 7053, operations: 8443 },
  couchdb: { http: 5984 },
  peer: { grpc: 7051, chaincode: 7052, operations: 9443 },
  "fisco-node": { p2p: 30_300, channel: 20_200, rpc: 8545 },
} as const;

/** The least port that a service gets: a FISCO BCOS node refuses 1024 (libinitializer/Common.h: isValidPort). */
const leastPort = 1025;

/** A further instance of a role on a server listens this much higher, as Fabric's own samples number theirs. */
const step = 1000;

/**
 * Where a service looks first for a further port of its own: as far from the role's as its written main port is from the
 * role's main one, so that one written port keeps all of them where they are.
 * @param main the role's main port
 * @param other the role's further one
 */
export function besideWritten(written: number | undefined, main: number, other: number): number {
  const port = other + ((written ?? main) - main);
  return port >= leastPort && port <= 65_535 ? port : other;
}

/** The ports of each server, handed out once. What the user wrote is claimed before anything is allocated. */
export class PortPlan {
  readonly #taken = new Map<string, Set<number>>();

  /** Takes a port the user wrote. Two claims of one port are found by the rule `port-twice`, not here. */
  claim(server: string, port: number): number {
    this.#of(server).add(port);
    return port;
  }

  /** The role's own port, or the next free one in steps of 1000. */
  allocate(server: string, preferred: number): number {
    const taken = this.#of(server);
    let port: number = preferred;
    while (taken.has(port)) port += step;
    return this.claim(server, port);
  }

  #of(server: string): Set<number> {
    const taken = this.#taken.get(server) ?? new Set<number>();
    this.#taken.set(server, taken);
    return taken;
  }
}

/** A port that other servers dial, bound to the server's own address and to no other. */
export function privatePort(name: string, address: string, port: number): PlannedPort {
  return { name, port, exposure: "private", address };
}

/** A port for its own server only. */
export function loopbackPort(name: string, port: number, address = "127.0.0.1"): PlannedPort {
  return { name, port, exposure: "loopback", address };
}
