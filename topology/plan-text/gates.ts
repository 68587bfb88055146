import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";

/** Where a service stands in the order of a network, by the names that previews give to the gates. */
export interface ServiceGate {
  /** Gates that must have passed before it starts, besides the preflight of all servers. */
  readonly after: readonly string[];
  /** The gate that proves that it works. */
  readonly proof: string;
  /** Quorum whose members are replaced one at a time, each in sync before the next. */
  readonly quorum?: string;
}

/** What a service waits for and what waits for it; test/resources compares it with the program. */
export function gateOf(plan: Plan, service: PlannedService): ServiceGate {
  const quorum = plan.quorums.find(({ members }) => members.some(({ name }) => name === service.name));
  const rolling = { proof: `${service.name}-in-sync`, ...(quorum ? { quorum: quorum.name } : {}) };
  switch (service.role) {
    case "registry":
      return { after: [], proof: "images-registry-ready" };
    case "couchdb":
      return { after: [], proof: `${service.name}-ready` };
    case "zookeeper":
      return { after: [], ...rolling };
    case "kafka":
      return { after: ["zookeeper-formed"], ...rolling };
    case "orderer":
      return { after: ["kafka-formed"], ...rolling };
    case "peer":
      return { after: ["orderers-formed", ...couchdbOf(plan, service)], ...rolling };
    case "fisco-node":
      return { after: [], ...rolling };
    case "fisco-console":
      return { after: ["fisco-formed"], proof: `${service.name}-ready` };
    case "wefe-data":
    case "wefe-service":
    case "wefe-website":
      return { after: wefeGates(plan, service), proof: `${service.name}-ready` };
    case "chaincode":
      return { after: [], proof: `${channelOf(plan, service)}-smoke` };
  }
}

/** Services of its side that it needs, and for those that look up contracts the chain with all of them. */
function wefeGates({ wefe }: Plan, { name }: PlannedService): string[] {
  return [
    ...(wefe?.onChain.includes(name) ? ["wefe-contracts"] : []),
    ...(wefe?.after[name] ?? []).map((other) => `${other}-ready`),
  ];
}

/** The engine waits for every CouchDB of the stack; a peer's own is the one that it needs. */
function couchdbOf({ services }: Plan, peer: PlannedService): string[] {
  return services
    .filter(({ role, name }) => role === "couchdb" && name === `couchdb-${peer.name}`)
    .map(({ name }) => `${name}-ready`);
}

function channelOf({ fabric }: Plan, service: PlannedService): string {
  // Two channels may run the same package, so the name decides: <chaincode>-<channel>-<peer>.
  const channel = fabric?.channels.find(({ name, chaincodes }) =>
    chaincodes.some((chaincode) => service.name.startsWith(`${chaincode.name}-${name}-`)),
  );
  if (!channel) throw new Error(`no channel has the chaincode of ${service.name}`);
  return channel.name;
}
