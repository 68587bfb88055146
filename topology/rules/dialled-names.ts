import { certificateNames } from "../fabric/certificate-names.js";
import type { PlanWithFabric } from "../fabric/with-fabric.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import type { Rule } from "./rule.js";

/** Which roles a service dials by name, so that it needs host entries for them; peers gossip by address. */
const dials: Readonly<Record<PlannedService["role"], readonly PlannedService["role"][]>> = {
  registry: [],
  zookeeper: ["zookeeper"],
  kafka: ["zookeeper", "kafka"],
  orderer: ["kafka"],
  couchdb: [],
  peer: ["orderer"],
  chaincode: [],
  // They dial addresses.
  "fisco-node": [],
  "fisco-console": [],
  // They dial names of their own, which stand for servers.
  "wefe-data": [],
  "wefe-service": [],
  "wefe-website": [],
};

/** Every service can resolve the names it dials: brokers are reached at what they advertise, not at the first address. */
export const hostEntries: Rule<Plan> = {
  id: "host-entries",
  severity: "error",
  holds: "every service has host entries for the names that it dials, and each points to the right server",
  source: "Fabric docs, kafka.rst: clients go on to the advertised names; own",
  check({ services, servers }, at) {
    const addressOf = new Map(servers.map(({ name, address }) => [name, address]));
    return services.flatMap((service) =>
      services
        .filter(({ role, name }) => dials[service.role].includes(role) || Object.hasOwn(service.hosts, name))
        .filter(({ name, server }) => service.hosts[name] !== addressOf.get(server))
        .map((dialled) =>
          at(["servers", service.server], {
            message: `${service.name} does not find ${dialled.name}`,
            found: service.hosts[dialled.name] ?? "no host entry",
            allowed: addressOf.get(dialled.server) ?? `the address of ${dialled.server}`,
            remedy: "report it: the plan made this by itself",
          }),
        ),
    );
  },
};

/** Every endpoint that the network tells its members or clients is a node's, under a name of its certificate. */
export const certificateName: Rule<Plan> = {
  id: "certificate-name",
  severity: "error",
  holds: "orderers and peers are dialled at names and addresses that their TLS certificates vouch for",
  source: "Fabric release notes 2.0 (Go 1.15): a server is known by its subject alternative names only",
  check({ services, servers, fabric }, at) {
    if (!fabric) return [];
    const addressOf = new Map(servers.map(({ name, address }) => [name, address]));
    const known = services
      .filter(({ role }) => role === "orderer" || role === "peer")
      .flatMap((node) => {
        const { dnsNames, ipAddresses } = certificateNames(node.name, addressOf.get(node.server) ?? "");
        const ports = node.ports.filter(({ name }) => name === "grpc");
        return ports.flatMap(({ port }) => [...dnsNames, ...ipAddresses].map((name) => `${name}:${port}`));
      });
    return endpointsOf({ services, fabric })
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
function endpointsOf({ services, fabric }: Pick<PlanWithFabric, "services" | "fabric">) {
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
