import { limitsFor, rowName } from "../../../config/tiers.js";
import { formatSize } from "../../../config/units.js";
import type { Rule } from "../../rules/rule.js";
import type { FabricStack } from "./stack.js";

const MiB = 1024 ** 2;

/**
 * How many messages of the largest size a broker's heap has room for. A broker holds one for the producer, one for
 * each follower and, because orderers speak an older format, a converted copy for each orderer that reads: for 3
 * copies and 7 orderers 11 at a time; the rest is what the broker itself needs. Our own figure: Fabric says only that
 * a heap of 1 GiB is right for messages of 10 MiB.
 */
const messagesInHeap = 16;

/** A broker's heap has room for the largest messages it may hold at a time. */
export const kafkaHeap: Rule<FabricStack> = {
  id: "kafka-heap",
  severity: "warning",
  holds: "a broker's heap has room for 16 messages of the largest size",
  source: "own figure; Fabric docs, kafka.rst: 1 GiB for messages of 10 MiB",
  check({ tier, fabric: { ordering } }, at) {
    const heapMiB = limitsFor(tier, "kafka").heapMiB ?? 0;
    const { absoluteMaxBytes } = ordering.batch;
    if ((absoluteMaxBytes + MiB) * messagesInHeap <= heapMiB * MiB) return [];
    return [
      at(["fabric", "ordering", "batch", "absoluteMaxBytes"], {
        message: "a few blocks of that size at a time fill a broker's heap",
        found: `${formatSize(absoluteMaxBytes)} with a heap of ${heapMiB} MiB (${rowName(tier, "kafka")})`,
        allowed: `at most ${Math.floor(heapMiB / messagesInHeap) - 1}MiB in this tier`,
        remedy: "lower it, take a higher tier, or accept kafka-heap",
      }),
    ];
  },
};
