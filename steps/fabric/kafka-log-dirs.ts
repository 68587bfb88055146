import type { BrokerView } from "../../topology/fabric/quorums/kafka.js";
import { arrayOf, int32, requestOf, responseTo, textOf } from "./kafka-wire.js";

/** DescribeLogDirs, version 0: how large a broker's own copies are. */
const describeLogDirs = { key: 35, version: 0 };

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Copies of this broker that are not in sync, as it sees them itself. */
export function copiesBehind({ partitions }: BrokerView, broker: number): TopicPartition[] {
  return partitions
    .filter(({ replicas, isr }) => replicas.includes(broker) && !isr.includes(broker))
    .map(({ topic, partition }) => ({ topic, partition }));
}

/** Request for the sizes of these copies, with its length in front. */
export function logDirsRequest(correlation: number, copies: readonly TopicPartition[]): Buffer {
  const topics = [...new Set(copies.map(({ topic }) => topic))].map((topic) =>
    Buffer.concat([
      textOf(topic),
      arrayOf(copies.filter((copy) => copy.topic === topic).map(({ partition }) => int32(partition))),
    ]),
  );
  return requestOf(describeLogDirs, correlation, arrayOf(topics));
}

/** Bytes of each copy by `topic-partition`. @throws Error when the response is cut short or answers something else. */
export function readLogDirs(bytes: Buffer, correlation: number): Record<string, number> {
  const sizes: Record<string, number> = {};
  const read = responseTo(correlation, bytes);
  read.int32(); // throttle time
  read.array(() => {
    read.int16(); // error of the directory
    read.string(); // its path
    read.array(() => {
      const topic = read.string() ?? "";
      read.array(() => {
        const partition = read.int32();
        const size = read.int64();
        read.int64(); // messages behind the leader: 0 for a follower that has just started
        // A copy on its way to another directory is not the one that serves.
        if (read.int8() === 0) sizes[`${topic}-${partition}`] = size;
      });
    });
  });
  return sizes;
}
