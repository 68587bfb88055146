import type { OrderingSettings } from "../../../config/fabric/schema.js";
import { formatSize } from "../../../config/units.js";
import type { Rule } from "../../rules/rule.js";

const MiB = 1024 ** 2;

/** Fabric's advice, because of its 100 MiB limit on a gRPC message (sampleconfig/configtx.yaml, performance.md). */
const largestBlock = 49 * MiB;

/** Fabric's advice for the size at which a block is cut (docs, kafka.rst). */
const largestPreferred = 1 * MiB;

/**
 * Sizes and times of blocks form a chain that ends at gRPC's limit: preferred <= absolute, absolute + 1 MiB =
 * replica.fetch.max.bytes = message.max.bytes, which stays under Kafka's 100 MiB request (Fabric docs, kafka.rst).
 */
export const batchSizes: Rule<OrderingSettings> = {
  id: "message-size",
  severity: "error",
  holds:
    "preferred size <= largest block <= 49 MiB, so that a block and Kafka's 1 MiB of headers stay under the 100 MiB of a Kafka request and of a gRPC message",
  source: "Fabric docs, kafka.rst and performance.md; sampleconfig/configtx.yaml",
  check({ batch: { absoluteMaxBytes, preferredMaxBytes, timeout } }, at) {
    const findings = [];
    if (absoluteMaxBytes === 0 || absoluteMaxBytes > largestBlock)
      findings.push(
        at(["batch", "absoluteMaxBytes"], {
          message: "a block of that size does not pass through gRPC and Kafka",
          found: formatSize(absoluteMaxBytes),
          allowed: "more than 0, at most 49MiB; Kafka is set to 1MiB more for headers",
          remedy: "leave it at 10MiB, or at most 49MiB where single transactions are that large",
        }),
      );
    if (preferredMaxBytes === 0 || preferredMaxBytes > absoluteMaxBytes)
      findings.push(
        at(["batch", "preferredMaxBytes"], {
          message: "not between nothing and the largest block",
          found: formatSize(preferredMaxBytes),
          allowed: `more than 0, at most absoluteMaxBytes (${formatSize(absoluteMaxBytes)})`,
          remedy: "leave it at 512KiB",
        }),
      );
    if (timeout === 0)
      findings.push(
        at(["batch", "timeout"], {
          message: "Fabric refuses a batch timeout of nothing",
          found: "0",
          allowed: "more than 0",
          remedy: "leave it at 2s",
        }),
      );
    return findings;
  },
};

/** Blocks are cut at 1 MiB or less: larger ones fill Kafka's and the orderers' memory for no more throughput. */
export const batchPreferred: Rule<OrderingSettings> = {
  id: "preferred-size",
  severity: "warning",
  holds: "blocks are cut at 1 MiB or less",
  source: "Fabric docs, kafka.rst",
  check({ batch: { preferredMaxBytes } }, at) {
    if (preferredMaxBytes <= largestPreferred) return [];
    return [
      at(["batch", "preferredMaxBytes"], {
        message: "larger than Fabric advises for Kafka",
        found: formatSize(preferredMaxBytes),
        allowed: "at most 1MiB",
        remedy: "lower it, or accept preferred-size",
      }),
    ];
  },
};
