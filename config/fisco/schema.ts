import { z } from "zod";
import { bytes, milliseconds, name, port } from "../server-schema.js";

const mebibyte = 1024 ** 2;

/** Levels that a 2.9 node knows, each with the ones after it (FISCO-BCOS libinitializer/BoostLogInitializer.cpp). */
const logLevel = z.enum(["trace", "debug", "info", "warning", "error", "fatal"]);

const nodePort = (what: string, first: number) =>
  port.optional().meta({
    description: `${what} Default: ${first}, as far from it as a written \`p2pPort\` is from 30300, or the next free one on that server.`,
  });

/** `node0: SERVER` is short for `node0: { server: SERVER }`. */
const node = z
  .preprocess(
    (value) => (typeof value === "string" ? { server: value } : value),
    z.strictObject({
      server: name.meta({ description: "Server it runs on; frozen with its data." }),
      p2pPort: port.optional().meta({
        description: "Port for the other nodes. Default: 30300, or the next free one on that server.",
      }),
      channelPort: nodePort("TLS port for SDKs and the console.", 20200),
      rpcPort: nodePort("JSON-RPC port on loopback.", 8545),
      logLevel: logLevel.optional().meta({ description: "Log level of this node. Default: `logs.level`." }),
    }),
  )
  .meta({ description: "`NAME: SERVER` is short for `NAME: { server: SERVER }`." });

/** An institution that runs nodes of the chain. */
const agency = z.strictObject({
  nodes: z.record(name, node).meta({ description: "Its nodes by name; no two of the chain have one name." }),
});

const logs = z
  .strictObject({
    level: logLevel.default("info").meta({ description: "Log level of every node that names none." }),
    keep: milliseconds
      .refine((time) => time >= 3_600_000, "1h or more: log files are deleted once an hour")
      .prefault("168h")
      .meta({ description: "Age at which a log file is deleted. The node itself deletes none." }),
    maxFileSize: bytes
      .refine((size) => size >= mebibyte && size % mebibyte === 0, "whole MiB, e.g. 200MiB")
      .prefault("200MiB")
      .meta({ description: "Size at which a log file is closed and the next begun." }),
  })
  .prefault({})
  .meta({ description: "Log files of the nodes." });

const genesis = z
  .strictObject({
    maxTransactions: z.int().min(1).default(1000).meta({ description: "Most transactions in a block." }),
    gasLimit: z
      .int()
      .min(100_000)
      .default(300_000_000)
      .meta({ description: "Most gas that a transaction may use." }),
    timeout: milliseconds
      .refine((time) => time >= 3000 && time % 1000 === 0, "whole seconds, 3s or more")
      .prefault("3s")
      .meta({ description: "Time in which a block must be executed, before another node proposes." }),
  })
  .prefault({})
  .meta({ description: "What block 0 is made of; frozen once the chain exists." });

/** A chain of FISCO BCOS with one group. */
export const fisco = z.strictObject({
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version of three numbers, e.g. "2.9.1"')
    .meta({ description: "Version of the nodes. 2.9.0 and 2.9.1 are built.", examples: ["2.9.1"] }),
  chainId: z.int().min(1).max(2_147_483_647).default(1).meta({ description: "Id of the chain; frozen." }),
  groupId: z.int().min(1).max(32_767).default(1).meta({ description: "Id of its one group; frozen." }),
  agencies: z.record(name, agency).meta({ description: "Agencies by name, each with its nodes." }),
  console: z
    .strictObject({
      server: name.meta({ description: "Server it runs on." }),
      agency: name.meta({ description: "Agency whose SDK certificate it has and whose nodes it dials." }),
    })
    .optional()
    .meta({ description: "The console, for people who log in to its server." }),
  acceptNoFaultTolerance: z.boolean().default(false).meta({
    description:
      "Accept that one failing node, server or zone stops the chain, as with the 2 nodes on one server of WeFe's manual.",
  }),
  sdkCertificate: z.enum(["rsa", "ec"]).default("rsa").meta({
    description:
      "Keys of the SDK channel: `rsa`, or `ec` on secp256k1 as before 2.9, which newer Java no longer speaks.",
  }),
  certificates: z
    .strictObject({
      validityDays: z
        .int()
        .min(1)
        .max(36_500)
        .default(3650)
        .meta({ description: "Days for which a certificate is valid." }),
    })
    .prefault({})
    .meta({ description: "Certificates of the chain." }),
  logs,
  genesis,
});

/** A chain with every default filled in. */
export type FiscoSettings = z.output<typeof fisco>;
