/** The least port that a service gets: one kind of node refuses 1024 (FISCO BCOS, libinitializer/Common.h: isValidPort). */
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
