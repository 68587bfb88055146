import { z } from "zod";
import { imageReference } from "../images-schema.js";
import { bytes, domain, milliseconds, name, port } from "../server-schema.js";

const logLevel = z
  .string()
  .regex(/^[a-z0-9.,=:_-]+$/i, "a Fabric logging specification, e.g. info or gossip=warn:info")
  .meta({ description: "FABRIC_LOGGING_SPEC of the service." });

const mspId = z
  .string()
  .regex(/^[A-Za-z0-9.-]+$/, "letters, digits, dots and hyphens")
  .meta({
    description: "Membership service id; frozen once the network exists.",
  });

const numbered = z.strictObject({
  server: name.meta({ description: "Server it runs on." }),
  id: z
    .int()
    .min(1)
    .max(255)
    .meta({ description: "Its id (ZooKeeper `myid`, Kafka `broker.id`); frozen with its data." }),
  port: port
    .optional()
    .meta({ description: "Client port. Default: the role's port, or the next free one on that server." }),
});

/** `orderer0: o1` is short for `orderer0: { server: o1 }`. */
const placed = z
  .preprocess(
    (value) => (typeof value === "string" ? { server: value } : value),
    z.strictObject({
      server: name.meta({ description: "Server it runs on." }),
      port: port
        .optional()
        .meta({ description: "Port. Default: the role's port, or the next free one on that server." }),
      logLevel: logLevel.default("info"),
    }),
  )
  .meta({ description: "`NAME: SERVER` is short for `NAME: { server: SERVER }`." });

const batch = z
  .strictObject({
    timeout: milliseconds.prefault("2s").meta({ description: "Longest wait before a block is cut." }),
    maxMessageCount: z.int().min(1).default(10).meta({ description: "Most transactions in a block." }),
    absoluteMaxBytes: bytes.prefault("10MiB").meta({ description: "Largest block." }),
    preferredMaxBytes: bytes.prefault("512KiB").meta({ description: "Size at which a block is cut." }),
  })
  .prefault({})
  .meta({ description: "When a block is cut; written into the genesis block and frozen with it." });

const ordering = z.strictObject({
  type: z.enum(["kafka", "etcdraft", "BFT"]).meta({ description: "Consensus. Only `kafka` is built yet." }),
  organization: z
    .strictObject({
      name: name.default("OrdererOrg").meta({ description: "Name of the ordering organisation." }),
      mspId: mspId.default("OrdererMSP"),
      domain: domain.meta({
        description: "Domain of the orderers: orderer0 is dialled as orderer0.<domain>.",
      }),
    })
    .meta({ description: "The organisation that runs the orderers." }),
  zookeeper: z
    .record(name, numbered)
    .default({})
    .meta({ description: "ZooKeeper servers by name: 3, 5 or 7." }),
  kafka: z.record(name, numbered).default({}).meta({ description: "Kafka brokers by name: at least 4." }),
  orderers: z.record(name, placed).meta({ description: "Orderers by name." }),
  batch,
  replicas: z
    .int()
    .min(1)
    .default(3)
    .meta({ description: "Copies of each channel's topic (N of M < N < K)." }),
  minInSync: z
    .int()
    .min(1)
    .default(2)
    .meta({ description: "Copies that must acknowledge a block (M of M < N < K)." }),
  kafkaProperties: z
    .record(
      z.string().regex(/^[a-z][a-z0-9.]*$/, "a Kafka broker property, e.g. num.io.threads"),
      z.union([z.string().regex(/^\S+$/), z.number(), z.boolean()], {
        error: "a text without spaces, a number, or true or false",
      }),
    )
    .default({})
    .meta({
      description:
        "Further Kafka broker properties, e.g. `num.io.threads: 8`. Those we set ourselves are refused.",
    }),
  tls: z.boolean().optional().meta({
    description:
      "Mutual TLS between orderers, brokers and ZooKeeper, and among each. Default: `false` in trial, else `true`; frozen.",
  }),
  systemChannel: z
    .string()
    .regex(/^[a-z][a-z0-9.-]{0,248}$/, "lower-case letters, digits, dots and hyphens")
    .default("system-channel")
    .meta({ description: "Name of the ordering service's own channel; frozen." }),
});

/** An organisation that runs peers. */
export const organization = z.strictObject({
  mspId: mspId
    .optional()
    .meta({ description: "Membership service id. Default: the organisation's name + MSP." }),
  domain: domain.meta({ description: "Domain of its peers: peer0 is dialled as peer0.<domain>." }),
  peers: z.record(name, placed).default({}).meta({ description: "Peers by name." }),
  anchors: z
    .array(name)
    .default([])
    .meta({ description: "Peers that other organisations' gossip dials first." }),
  stateDatabase: z.enum(["goleveldb", "couchdb"]).default("goleveldb").meta({
    description: "State database of its peers; frozen while a peer has a ledger.",
  }),
  users: z.array(name).default(["User1"]).meta({ description: "Client identities to make besides Admin." }),
  foreign: z
    .strictObject({
      bundle: z.string().min(1).meta({ description: "File with its MSP certificates and endpoints." }),
    })
    .optional()
    .meta({
      description: "An organisation run by someone else, known by its public bundle only. Not built yet.",
    }),
});

const call = z.strictObject({
  function: z
    .string()
    .min(1)
    .meta({ description: "Function of the chaincode.", examples: ["query"] }),
  args: z
    .array(z.string())
    .default([])
    .meta({ description: "Its arguments, all of them text: write numbers in quotes." }),
});

/** A chaincode that runs as a service beside each peer of the channel's organisations. */
export const chaincode = z.strictObject({
  image: z
    .union([name, imageReference], { error: "a name in `images`, or registry/name@sha256:digest" })
    .meta({ description: "Name in `images`, or a reference by digest.", examples: ["mycc"] }),
  version: z
    .string()
    .regex(/^[A-Za-z0-9_.+-]+$/, "letters, digits and _.+-")
    .meta({ description: "Version shown in the channel.", examples: ["1.0"] }),
  sequence: z
    .int()
    .min(1)
    .default(1)
    .meta({ description: "Definition number; raise it by one for each new definition." }),
  policy: z
    .string()
    .min(1)
    .meta({
      description: "Endorsement policy, e.g. OR('Org1MSP.peer','Org5MSP.peer').",
      examples: ["OR('Org1MSP.peer','Org5MSP.peer')"],
    }),
  init: call
    .optional()
    .meta({ description: "Called once after the first commit (the manual's A=10, B=20)." }),
  check: call
    .optional()
    .meta({ description: "A read-only call that every organisation's peers must answer alike after `up`." }),
  collections: z.array(z.record(z.string(), z.unknown())).default([]).meta({
    description: "Private data collections as Fabric's collections file has them.",
  }),
  port: port
    .default(9999)
    .meta({ description: "Loopback port on each peer's server; part of the package, frozen." }),
});

/** An application channel. */
export const channel = z.strictObject({
  organizations: z.array(name).min(1).meta({ description: "Organisations in the channel." }),
  chaincodes: z
    .record(z.string().regex(/^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/, "letters, digits, - and _"), chaincode)
    .default({})
    .meta({
      description: "Chaincodes by name.",
    }),
});

/** A Fabric network. */
export const fabric = z.strictObject({
  version: z
    .enum(["1.4", "2.2", "2.4", "2.5", "3.0", "3.1"])
    .meta({ description: "Fabric's minor version. Only 2.4 and 2.5 are built yet." }),
  ordering: ordering.meta({ description: "The ordering service." }),
  organizations: z.record(name, organization).meta({ description: "Peer organisations by name." }),
  channels: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9.-]{0,248}$/, "lower-case letters, digits, dots and hyphens, a letter first"),
      channel,
    )
    .default({})
    .meta({ description: "Application channels by name." }),
});

/** A Fabric network with every default filled in. */
export type FabricSettings = z.output<typeof fabric>;
export type OrderingSettings = FabricSettings["ordering"];
export type OrganizationSettings = z.output<typeof organization>;
export type ChannelSettings = z.output<typeof channel>;
export type ChaincodeSettings = z.output<typeof chaincode>;
