import type { StackSettings } from "../../config/schema.js";
import type { Placement } from "./placement.js";

/** Services on plain servers: each uses its server's own network and address. */
export function onServers(servers: StackSettings["servers"] = {}): Placement {
  const ownAddress = (nth = 1) => `127.0.0.${nth}`;
  const addressOf = (server: string): string => {
    const address = servers[server]?.address;
    if (address === undefined) throw new Error(`server ${server} is not in the settings`);
    return address;
  };
  return {
    addressOf,
    ownAddress,
    sharedPort: (name, server, port) => ({ name, port, exposure: "private", address: addressOf(server) }),
    ownPort: (name, port, address = ownAddress()) => ({ name, port, exposure: "loopback", address }),
    hostEntries: (dialled) =>
      Object.fromEntries(dialled.map(({ name, server }) => [name, addressOf(server)])),
  };
}
