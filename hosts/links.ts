import type { Host } from "./host.js";
import { type DialPolicy, dial, type Link, SshError } from "./ssh/index.js";

/** The links of one step: each server is dialled once, when it is first asked for, and again after a failure. */
export class Links {
  readonly #links = new Map<string, Promise<Link>>();
  readonly #policy: DialPolicy;

  /** @param policy how patiently a server is dialled. Default: as long as a server needs to come back. */
  constructor(policy: DialPolicy = {}) {
    this.#policy = policy;
  }

  /** @throws SshError when the server cannot be reached or is not the pinned one. */
  to(server: Host): Promise<Link> {
    const key = JSON.stringify(server.ssh);
    const known = this.#links.get(key);
    if (known) return known;
    const link = dial(server.ssh, this.#policy);
    this.#links.set(key, link);
    link.catch(() => this.#links.delete(key));
    return link;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.values()].map(async (link) => (await link).close()));
  }

  /** Runs `work` with links that are closed afterwards. */
  static async during<T>(work: (links: Links) => Promise<T>, policy: DialPolicy = {}): Promise<T> {
    const links = new Links(policy);
    try {
      return await work(links);
    } finally {
      await links.close();
    }
  }
}

/** Whether the error only says that the server does not answer now; everything else needs the operator. */
export function isAway(error: unknown): error is SshError {
  return error instanceof SshError && ["unreachable", "handshake", "lost", "timeout"].includes(error.failure);
}

/** The servers of these members, each once. */
export function distinctServers(members: readonly { readonly server: Host }[]): Host[] {
  return [...new Map(members.map(({ server }) => [server.name, server])).values()];
}
