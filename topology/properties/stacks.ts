import fc from "fast-check";
import type { StackInput } from "../../config/schema.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExampl";

type Fabric = NonNullable<StackInput["fabric"]>;

/** Servers by name, s0 upwards, all of them big. */
export function serversNamed(count: number): NonNullable<StackInput["servers"]> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `s${index}`,
      { address: `10.0.1.${index + 1}`, hostKey, cpus: 64, memory: "1TiB", disk: "64TiB" },
    ]),
  );
}

/** `count` names of a kind, each on one of the servers. */
function placed(kind: string, count: fc.Arbitrary<number>, server: fc.Arbitrary<string>) {
  return count.chain((many) =>
    fc
      .array(server, { minLength: many, maxLength: many })
      .map((servers): [string, string][] => servers.map((name, index) => [`${kind}${index}`, name])),
  );
}

/** A member of a cluster whose ids follow its name, with a port that the user wrote or not. */
function numbered(entries: readonly [string, string][], ports: readonly (number | undefined)[]) {
  return Object.fromEntries(
    entries.map(([name, server], index) => {
      const port = ports[index];
      return [name, { server, id: index + 1, ...(port === undefined ? {} : { port }) }];
    }),
  );
}

/** Ports that a user may write: some of them are other roles' own, which then have to make way. */
const ownPorts = fc.shuffledSubarray(
  [9092, 10_092, 2181, 2888, 7050, 7051, 7052, 8443, 9443, 5984, 20_100, 20_101],
  {
    minLength: 7,
  },
);

const organization = (domain: string, server: fc.Arbitrary<string>) =>
  fc.record({
    domain: fc.constant(domain),
    peers: placed("peer", fc.integer({ min: 1, max: 4 }), server).map((entries) =>
      Object.fromEntries(entries),
    ),
    anchors: fc.constantFrom<string[][]>([], ["peer0"]),
    stateDatabase: fc.constantFrom("goleveldb" as const, "couchdb" as const),
  });

/**
 * Stacks that the rules have nothing against as far as placement goes: 3 to 7 ZooKeeper servers, 4 to 7 brokers, 1 to 5
 * orderers, two organisations of up to 4 peers, a chaincode, on 1 to 8 servers, any number of services on one of them.
 */
export const stacks: fc.Arbitrary<StackInput> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const server = fc.integer({ min: 0, max: count - 1 }).map((index) => `s${index}`);
  return fc
    .record({
      tier: fc.constantFrom("trial" as const, "economy" as const, "production" as const),
      zookeeper: placed("zookeeper", fc.constantFrom(3, 5, 7), server),
      kafka: placed("kafka", fc.integer({ min: 4, max: 7 }), server),
      orderers: placed("orderer", fc.integer({ min: 1, max: 5 }), server),
      Org1: organization("org1.example.com", server),
      Org2: organization("org2.example.com", server),
      ports: fc.option(ownPorts, { nil: [] }),
      registry: fc.option(server, { nil: undefined }),
    })
    .map(({ tier, zookeeper, kafka, orderers, Org1, Org2, ports, registry }): StackInput => {
      const fabric: Fabric = {
        version: "2.5",
        ordering: {
          type: "kafka",
          organization: { domain: "example.com" },
          zookeeper: numbered(zookeeper, []),
          kafka: numbered(kafka, ports),
          orderers: Object.fromEntries(orderers),
        },
        organizations: { Org1, Org2 },
        channels: {
          mychannel: {
            organizations: ["Org1", "Org2"],
            chaincodes: {
              mycc: { image: "mycc", version: "1.0", policy: "OR('Org1MSP.peer','Org2MSP.peer')" },
            },
          },
        },
      };
      return {
        tier,
        servers: serversNamed(count),
        images: { archives: "images", ...(registry === undefined ? {} : { registry: { server: registry } }) },
        fabric,
      };
    });
});

/** The same value with the keys of every map in another order, decided by the seed. */
export function shuffled<T>(value: T, seed: number): T {
  if (Array.isArray(value)) return value.map((item: unknown) => shuffled(item, seed)) as T;
  if (typeof value !== "object" || value === null) return value;
  const weight = (key: string, at: number) => Math.sin(seed * 31 + at * 17 + key.length) * 10_000;
  const entries = Object.entries(value).map(([key, item], at) => ({ key, item, by: weight(key, at) }));
  entries.sort((a, b) => a.by - b.by);
  return Object.fromEntries(entries.map(({ key, item }) => [key, shuffled(item as unknown, seed)])) as T;
}
