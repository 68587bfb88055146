import type { LoadedSettings } from "../../config/load.js";
import type { Rule } from "./rule.js";

/** Loopback, unspecified, link-local and multicast addresses (RFC 6890), at which no other server can be dialled. */
const unusable = /^(0\.|127\.|169\.254\.|22[4-9]\.|23\d\.|255\.255\.255\.255$|::1?$|fe[89ab][0-9a-f]:|ff)/i;

/** A server's address is one that the other servers can dial. */
export const addressUsable: Rule<LoadedSettings> = {
  id: "address-usable",
  severity: "error",
  holds: "a server's address is one that the other servers can dial",
  source: "RFC 6890: loopback, unspecified, link-local and multicast addresses",
  check({ servers }, at) {
    return Object.entries(servers)
      .filter(([, { address }]) => unusable.test(address))
      .map(([name, { address }]) =>
        at(["servers", name, "address"], {
          message: "not an address that other servers can dial",
          found: address,
          allowed: "the server's own address in the network it shares with the others",
          remedy:
            "take the address that `ip -brief address` shows on the server; ssh.host may differ from it",
        }),
      );
  },
};
