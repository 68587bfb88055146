import { describe, expect, test } from "vitest";
import { copiesBehind, logDirsRequest, readLogDirs } from "./kafka-log-dirs.js";
import { metadataRequest, readMetadata } from "./kafka-metadata.js";
import { isWholeResponse } from "./kafka-wire.js";

/** What a Kafka 3.9.1 broker answered to request 7 in a cluster of four, with two topics of three copies. */
const answer = Buffer.from(
  "000000ca00000007000000040000000100066b61666b613100002384ffff0000000400066b61666b613400002384ffff0000000200066b61666b613200002384ffff0000000300066b61666b613300002384ffff0000000300000002000000037379730000000001000000000000000000020000000300000004000000020000000300000003000000020000000300000004000000096d796368616e6e656c0000000001000000000000000000010000000300000001000000030000000400000003000000030000000100000004",
  "hex",
);

test("the request asks for all topics in version 1", () => {
  expect(metadataRequest(7).toString("hex")).toBe(
    "0000001d0003000100000007000f636f6e736f727469756d2d67617465ffffffff",
  );
});

describe("a broker's answer", () => {
  test("tells brokers by their advertised names, the controller, and copies with those in sync", () => {
    expect(readMetadata(answer, 7)).toEqual({
      controller: 3,
      brokers: [
        { id: 1, host: "kafka1", port: 9092 },
        { id: 4, host: "kafka4", port: 9092 },
        { id: 2, host: "kafka2", port: 9092 },
        { id: 3, host: "kafka3", port: 9092 },
      ],
      partitions: [
        { topic: "sys", partition: 0, replicas: [4, 2, 3], isr: [2, 3, 4] },
        { topic: "mychannel", partition: 0, replicas: [1, 3, 4], isr: [3, 1, 4] },
      ],
    });
  });

  test("is whole only with its last byte", () => {
    expect(isWholeResponse(answer)).toBe(true);
    expect(isWholeResponse(answer.subarray(0, -1))).toBe(false);
    expect(isWholeResponse(answer.subarray(0, 3))).toBe(false);
  });

  test("cut short is an error, not an empty cluster", () => {
    expect(() => readMetadata(answer.subarray(0, 100), 7)).toThrow("before its answer was complete");
    expect(() => readMetadata(Buffer.alloc(0), 7)).toThrow("before its answer was complete");
  });

  test("to another request is an error", () => {
    expect(() => readMetadata(answer, 8)).toThrow("answered another request");
  });
});

describe("how far a copy is", () => {
  /** What a Kafka 3.9.1 broker answered to request 2 about the topic syschannel. */
  const sizes = Buffer.from(
    "0000004b000000020000000000000001000000122f746d702f67617465732d7265616c2f6b3200000001000a7379736368616e6e656c00000001000000000000000000000047000000000000000000",
    "hex",
  );
  const view = {
    brokers: [],
    partitions: [
      { topic: "syschannel", partition: 0, replicas: [1, 2], isr: [1] },
      { topic: "mychannel", partition: 0, replicas: [1, 2], isr: [1, 2] },
      { topic: "other", partition: 3, replicas: [1, 3], isr: [1] },
    ],
  };

  test("is asked for a broker's own copies that are not in sync, in version 0", () => {
    expect(copiesBehind(view, 2)).toEqual([{ topic: "syschannel", partition: 0 }]);
    expect(copiesBehind(view, 1)).toEqual([]);
    expect(logDirsRequest(2, copiesBehind(view, 2)).toString("hex")).toBe(
      "000000310023000000000002000f636f6e736f727469756d2d6761746500000001000a7379736368616e6e656c0000000100000000",
    );
  });

  test("is its size in bytes", () => {
    expect(readLogDirs(sizes, 2)).toEqual({ "syschannel-0": 71 });
  });
});
