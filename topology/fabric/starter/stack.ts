import { loadStack } from "../../../config/load.js";
import { reserveFor } from "../../../config/tiers.js";
import type { Plan } from "../../model/plan.js";
import { planNetwork } from "../../plan.js";
import type { Answers } from "./answers.js";
import type { StarterPlacement } from "./placement.js";

/** What a server must at least have for what it runs. */
export interface Hardware {
  readonly cpus: number;
  readonly memoryGiB: number;
  readonly diskGiB: number;
  /** Names of its services. */
  readonly services: readonly string[];
}

/** Where the set-up puts the images that it builds; relative to the project. */
export const imageFolder = ".cache/images";

/** The network of a starter stack, as its `consortium:fabric` says it. */
export function starterFabric({ domain, organizations }: Answers, placement: StarterPlacement) {
  const numbered = (prefix: string, servers: readonly string[]) =>
    Object.fromEntries(servers.map((server, index) => [`${prefix}${index + 1}`, { server, id: index + 1 }]));
  const fromZero = (prefix: string, servers: readonly string[]) =>
    Object.fromEntries(servers.map((server, index) => [`${prefix}${index}`, server]));
  return {
    version: "2.5",
    ordering: {
      type: "kafka",
      organization: { name: "OrdererOrg", mspId: "OrdererMSP", domain },
      zookeeper: numbered("zookeeper", placement.zookeeper),
      kafka: numbered("kafka", placement.kafka),
      orderers: fromZero("orderer", placement.orderers),
    },
    organizations: Object.fromEntries(
      organizations.map((organization) => [
        organization.name,
        {
          domain: organization.domain,
          peers: fromZero("peer", placement.peers[organization.name] ?? []),
          anchors: ["peer0"],
        },
      ]),
    ),
    channels: {
      mychannel: {
        organizations: organizations.map(({ name }) => name),
        chaincodes: {
          mycc: {
            image: "mycc",
            version: "1.0",
            sequence: 1,
            policy: `OR(${organizations.map(({ name }) => `'${name}MSP.peer'`).join(",")})`,
            init: { function: "init", args: ["A", "10", "B", "20"] },
            check: { function: "query", args: ["A"] },
          },
        },
      },
    },
  };
}

/** What each server needs, as the planner adds it up. */
export function starterHardware(answers: Answers, placement: StarterPlacement): Record<string, Hardware> {
  const plan = planOf(answers, placement);
  const hardware = plan.servers.map(({ name, needs }) => [
    name,
    {
      cpus: Math.ceil(needs.cpus),
      memoryGiB: Math.ceil((needs.memoryMiB + reserveFor(answers.tier).memoryMiB) / 1024),
      diskGiB: Math.ceil(needs.diskMiB / 1024 / 10) * 10,
      services: plan.services.filter(({ server }) => server === name).map((service) => service.name),
    },
  ]);
  return Object.fromEntries(hardware) as Record<string, Hardware>;
}

/** Host keys and sizes do not change what a server needs; the loader puts stand-ins where they are missing. */
function planOf(answers: Answers, placement: StarterPlacement): Plan {
  const servers = placement.servers.map((name, index) => [
    name,
    {
      address: `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`,
      cpus: 1,
      memory: "1GiB",
      disk: "1GiB",
    },
  ]);
  const { settings } = loadStack(
    {
      tier: answers.tier,
      data: answers.data,
      servers: Object.fromEntries(servers),
      images: { archives: imageFolder, registry: { server: placement.orderers[0] } },
      fabric: starterFabric(answers, placement),
    },
    { stack: "starter", directory: "." },
  );
  if (!settings) throw new Error("a starter stack must load");
  return planNetwork(settings, { stack: "starter" });
}
