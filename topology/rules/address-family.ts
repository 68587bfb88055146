import type { LoadedSettings } from "../../config/load.js";
import type { Rule } from "./rule.js";

/** Endpoints are written `address:port` into what services read, where an IPv6 address needs brackets. */
export const addressFamily: Rule<LoadedSettings> = {
  id: "address-family",
  severity: "error",
  holds: "servers are dialled at IPv4 addresses; IPv6 is not built",
  source: "own: ZooKeeper, orderers and peers take `address:port`, and none of it was run with IPv6",
  check({ servers }, at) {
    return Object.entries(servers)
      .filter(([, { address }]) => address.includes(":"))
      .map(([name, { address }]) =>
        at(["servers", name, "address"], {
          message: "services at an IPv6 address are not built yet",
          found: address,
          allowed: "an IPv4 address; ssh.host may be an IPv6 one",
          remedy: "give the server an IPv4 address in the network that it shares with the others",
        }),
      );
  },
};
