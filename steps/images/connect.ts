import { dial, type Link } from "../../hosts/ssh/index.js";
import { LinkAgent } from "./link-agent.js";
import { RegistryClient } from "./registry-client.js";
import type { RegistryEndpoint, RegistrySecrets } from "./specs.js";

/** Blobs sent side by side: one more hides the registry's commit of another. */
export const uploads = 3;

/** Lends a client of the stack's registry that reaches it through SSH to its server. */
export async function withRegistry<T>(
  { server, port, username }: RegistryEndpoint,
  { password, caCertificate }: RegistrySecrets,
  use: (client: RegistryClient, link: Link) => Promise<T>,
): Promise<T> {
  const link = await dial(server.ssh);
  const agent = new LinkAgent({
    open: () => link.connectTcp(server.address, port),
    address: server.address,
    caCertificate,
    connections: uploads,
  });
  try {
    return await use(
      new RegistryClient({ host: `${server.address}:${port}`, username, password, agent }),
      link,
    );
  } finally {
    agent.destroy();
    await link.close();
  }
}
