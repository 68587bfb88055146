import { brokerLink } from "./broker-link.js";
import type { Link } from "./link.js";
import { type DialPolicy, SshPool } from "./pool.js";
import type { SshTarget } from "./target.js";

/** The environment variable that names a broker's socket. */
export const brokerVariable = "CONSORTIUM_SSH_BROKER";

/**
 * A link to a server: through the broker when `CONSORTIUM_SSH_BROKER` names its socket,
 * else by a pinned SSH connection of our own, logged in with the keys of the agent behind `SSH_AUTH_SOCK`.
 * The server has answered when this returns. The policy holds for a connection of our own; a broker has its own.
 * Close the link when done, or the process stays alive.
 * @throws SshError that names the server and the remedy.
 */
export async function dial(target: SshTarget, policy: DialPolicy = {}): Promise<Link> {
  const broker = process.env[brokerVariable];
  if (broker !== undefined && broker !== "") return brokerLink(broker, target);
  const pool = new SshPool();
  try {
    await pool.connection(target, policy);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return { ...pool.link(target, policy), close: () => pool.close() };
}
