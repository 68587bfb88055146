import type { Plan } from "../../model/plan.js";
import type { Rule } from "../../rules/rule.js";
import { certificateNames } from "../certificate-names.js";
import { hasFabric, type PlanWithFabric } from "../with-fabric.js";

/** Every endpoint that the network tells its members or clients is a node's, under a name of its certificate. */
export const certificateName: Rule<Plan> = {
  id: "certificate-name",
  severity: "error",
  holds: "orderers and peers are dialled at names and addresses that their TLS certificates vouch for",
  source: "Fabric release notes 2.0 (Go 1.15): a server is known by its subject alternative names only",
  check(plan, at) {
    if (!hasFabric(plan)) return [];
    const { services, servers } = plan;
    const addressOf = new Map(servers.map(({ name, address }) => [name, address]));
    const known = services
      .filter(({ role }) => role === "orderer" || role === "peer")
      .flatMap((node) => {
        const { dnsNames, ipAddresses } = certificateNames(node.name, addressOf.get(node.server) ?? "");
        const ports = node.ports.filter(({ name }) => name === "grpc");
        return ports.flatMap(({ port }) => [...dnsNames, ...ipAddresses].map((name) => `${name}:${port}`));
      });
    return endpointsOf(plan)
      .filter(({ endpoint }) => !known.includes(endpoint))
      .map(({ endpoint, by }) =>
        at(["fabric"], {
          message: `${by} would dial what no certificate vouches for`,
          found: endpoint,
          allowed: "a node's name or its server's address, with its port",
          remedy: "report it: the plan made this by itself",
        }),
      );
  },
};

/** Every `name:port` that is told to somebody, and to whom. */
function endpointsOf({ services, networks: { fabric } }: PlanWithFabric) {
  const told = (by: string, text: string | undefined) =>
    (text ?? "")
      .split(" ")
      .filter((endpoint) => endpoint !== "")
      .map((endpoint) => ({ endpoint, by }));
  return [
    ...fabric.ordering.endpoints.flatMap((endpoint) => told("clients and peers", endpoint)),
    ...fabric.organizations.flatMap(({ name, anchors }) =>
      anchors.flatMap(({ host, port }) =>
        told(`the other organisations' peers (anchors of ${name})`, `${host}:${port}`),
      ),
    ),
    ...services.flatMap(({ role, name, env }) =>
      role === "peer"
        ? [
            ...told(name, env.CORE_PEER_GOSSIP_BOOTSTRAP),
            ...told("other peers", env.CORE_PEER_GOSSIP_EXTERNALENDPOINT),
            ...told("other peers", env.CORE_PEER_ADDRESS),
          ]
        : [],
    ),
  ];
}
