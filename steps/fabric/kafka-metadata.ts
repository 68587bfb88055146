import type { BrokerView, Partition } from "../../topology/fabric/quorums/kafka.js";
import { int32, requestOf, responseTo } from "./kafka-wire.js";

/** Metadata, version 1: brokers, controller, partitions with their copies. */
const metadata = { key: 3, version: 1 };

/** Metadata request for all topics, with its length in front. */
export function metadataRequest(correlation: number): Buffer {
  // A null array of topics means all of them.
  return requestOf(metadata, correlation, int32(-1));
}

/** Reads a Metadata response with its length in front. @throws Error when it is cut short or answers something else. */
export function readMetadata(bytes: Buffer, correlation: number): BrokerView {
  const read = responseTo(correlation, bytes);
  const brokers = read.array(() => {
    const broker = { id: read.int32(), host: read.string() ?? "", port: read.int32() };
    read.string(); // rack
    return broker;
  });
  const controller = read.int32();
  const partitions = read.array((): Partition[] => {
    read.int16(); // error of the topic
    const topic = read.string() ?? "";
    read.int8(); // internal
    return read.array(() => {
      read.int16(); // error of the partition: the copies below say what is wrong
      const partition = read.int32();
      read.int32(); // leader
      const replicas = read.array(() => read.int32());
      return { topic, partition, replicas, isr: read.array(() => read.int32()) };
    });
  });
  return { ...(controller < 0 ? {} : { controller }), brokers, partitions: partitions.flat() };
}
