import type { Host } from "./host.js";
import { Links } from "./links.js";
import { messageOf } from "./ssh/errors.js";
import { type DialPolicy, type Link, SshError } from "./ssh/index.js";

/** A person waits: a server that is down costs them 10 s; one that turns away many logins at once gets a second and third try. */
export const impatient: DialPolicy = { attempts: 3, perDialSeconds: 10, deadlineSeconds: 15 };

/**
 * The connections of one verb: each server is dialled once. One that cannot be asked, for whatever reason, is not tried
 * again and stands in no other's way; to those who read from it it is away.
 */
export class Reach {
  readonly #links = new Links(impatient);
  readonly #away = new Map<string, SshError>();

  /** @throws SshError with failure `unreachable` when the server cannot be asked. */
  async to(server: Host): Promise<Link> {
    const known = this.#away.get(server.name);
    if (known) throw known;
    try {
      return await this.#links.to(server);
    } catch (cause) {
      const away = new SshError("unreachable", messageOf(cause), { cause });
      this.#away.set(server.name, away);
      throw away;
    }
  }

  /** Servers that could not be asked so far, each with the reason. */
  get away(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#away].map(([server, { message }]) => [server, message]));
  }

  /** Runs `work` with connections that are closed afterwards. */
  static async during<T>(work: (reach: Reach) => Promise<T>): Promise<T> {
    const reach = new Reach();
    try {
      return await work(reach);
    } finally {
      await reach.#links.close();
    }
  }
}
