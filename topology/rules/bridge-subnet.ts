import { overlaps, parseNetwork } from "../ipv4.js";
import type { Plan } from "../model/plan.js";
import type { Rule } from "./rule.js";

/**
 * A bridge network takes its whole subnet from its server: what else has an address there is no longer reached from it.
 * What the servers themselves route is looked at by preflight.
 */
export const bridgeSubnet: Rule<Plan> = {
  id: "bridge-subnet",
  severity: "error",
  holds:
    "the subnet of a Docker network is an IPv4 network that holds no server's address and overlaps no other Docker network of its server",
  source: "WeFe deployment manual, 7.12",
  check({ bridges = [], servers, services }, at) {
    return bridges.flatMap(({ server, name, subnet }, index) => {
      const complain = (found: string, allowed: string) =>
        at(["servers", server], {
          message: `Docker network ${name} cannot have subnet ${subnet}`,
          found,
          allowed,
          remedy: "choose another subnet, e.g. 172.30.0.0/16 or a part of 10.0.0.0/8 that nothing uses",
        });
      const wanted = parseNetwork(subnet);
      const members = services.filter((one) => one.server === server && one.bridge?.network === name).length;
      // Besides the services' there are the network's own address, Docker's and the last one.
      const widest = Math.min(28, 32 - Math.ceil(Math.log2(members + 3)));
      if (!wanted || wanted.bits > widest)
        return [
          complain(
            subnet,
            `an IPv4 network in CIDR notation with room for the services, /${widest} at least`,
          ),
        ];
      const clashes = (text: string) => {
        const network = parseNetwork(text);
        return network !== undefined && overlaps(network, wanted);
      };
      const hidden = servers.filter(({ address }) => clashes(address));
      const others = bridges
        .slice(0, index)
        .filter((other) => other.server === server && clashes(other.subnet));
      return [
        ...hidden.map((one) =>
          complain(`server ${one.name} at ${one.address}`, "a subnet without the address of a server"),
        ),
        ...others.map((one) =>
          complain(`Docker network ${one.name}, ${one.subnet}`, "subnets that do not overlap"),
        ),
      ];
    });
  },
};
