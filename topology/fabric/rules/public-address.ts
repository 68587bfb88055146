import { BlockList, isIPv6 } from "node:net";
import type { Rule } from "../../rules/rule.js";
import { placementsOf } from "../placements.js";
import type { FabricStack } from "./stack.js";

/** Addresses that the Internet does not route to a server (RFC 1918, 6598, 4193), and those for documentation (RFC 5737, 3849). */
const notRouted = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["192.0.2.0", 24],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  // For benchmarks (RFC 2544).
  ["198.18.0.0", 15],
] as const)
  notRouted.addSubnet(network, prefix, "ipv4");
notRouted.addSubnet("fc00::", 7, "ipv6");
notRouted.addSubnet("2001:db8::", 32, "ipv6");

/** ZooKeeper and Kafka are for the network's own servers: at a public address one forgotten firewall shows them to all. */
export const publicAddress: Rule<FabricStack> = {
  id: "public-address",
  severity: "warning",
  holds: "ZooKeeper and Kafka are dialled at private addresses",
  source: "RFC 1918, 6598 and 4193; the manual's network has them on the Internet without a login",
  check({ servers, fabric }, at) {
    const inner = placementsOf(fabric).filter(({ role }) => role === "zookeeper" || role === "kafka");
    return [...new Set(inner.map(({ server }) => server))].flatMap((name) => {
      const address = servers[name]?.address;
      if (address === undefined || notRouted.check(address, isIPv6(address) ? "ipv6" : "ipv4")) return [];
      const services = inner.filter(({ server }) => server === name).map((one) => one.name);
      return [
        at(["servers", name, "address"], {
          message: "services for the network's own servers listen at a public address",
          found: `${address}, of ${services.join(", ")}`,
          allowed: "a private address, e.g. of 10.0.0.0/8",
          remedy:
            "write the server's address in the private network and keep the public one as ssh.host; or let its firewall admit only the flows of the plan, then accept public-address",
        }),
      ];
    });
  },
};
