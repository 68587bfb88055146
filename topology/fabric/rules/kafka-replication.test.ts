import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { kafkaReplication } from "./kafka-replication.js";

test.each([
  { brokers: 4, replicas: 3, minInSync: 2, ok: true },
  { brokers: 5, replicas: 4, minInSync: 2, ok: true },
  { brokers: 3, replicas: 3, minInSync: 2, ok: false },
  { brokers: 4, replicas: 3, minInSync: 1, ok: false },
  { brokers: 4, replicas: 3, minInSync: 3, ok: false },
  { brokers: 4, replicas: 4, minInSync: 2, ok: false },
  { brokers: 1, replicas: 1, minInSync: 1, ok: false },
  { brokers: 0, replicas: 3, minInSync: 2, ok: false },
])(
  "$brokers brokers, replication $replicas, $minInSync in sync: $ok",
  ({ brokers, replicas, minInSync, ok }) => {
    const kafka = Object.fromEntries(
      Array.from({ length: brokers }, (_, index) => [`b${index + 1}`, { server: "k1", id: index + 1 }]),
    );
    const { ordering } = fabricWith({
      "fabric.ordering.kafka": kafka,
      "fabric.ordering.replicas": replicas,
      "fabric.ordering.minInSync": minInSync,
    });
    expect(pathsOf(kafkaReplication, ordering)).toEqual(ok ? [] : ["kafka"]);
  },
);
