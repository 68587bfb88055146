import { connect } from "node:net";
import { LinkAgent } from "../link-agent.js";
import { RegistryClient } from "../registry-client.js";
import type { TestRegistry } from "./registry-double.js";

/** A client of a registry on loopback, without SSH in between. */
export function clientOf(
  { port, caCertificate, username, password }: Omit<TestRegistry, "close">,
  address = "127.0.0.1",
): RegistryClient {
  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return socket;
  };
  const agent = new LinkAgent({ open, address, caCertificate, connections: 3 });
  return new RegistryClient({ host: `${address}:${port}`, username, password, agent });
}
