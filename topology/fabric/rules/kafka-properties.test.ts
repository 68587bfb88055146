import { expect, test } from "vitest";
import { planNetwork } from "../../plan.js";
import { fabricWith, pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { kafkaProperties } from "./kafka-properties.js";

test.each([
  { property: "num.io.threads", refused: false },
  { property: "num.network.threads", refused: false },
  { property: "broker.id", refused: true },
  { property: "log.dirs", refused: true },
  { property: "log.retention.bytes", refused: true },
  { property: "unclean.leader.election.enable", refused: true },
  { property: "ssl.endpoint.identification.algorithm", refused: true },
  { property: "zookeeper.ssl.truststore.location", refused: true },
  { property: "ssl.enabled.protocols", refused: false },
])("the broker property $property is refused: $refused", ({ property, refused }) => {
  const { ordering } = fabricWith({ "fabric.ordering.kafkaProperties": { [property]: 8 } });
  expect(pathsOf(kafkaProperties, ordering)).toEqual(refused ? [`kafkaProperties["${property}"]`] : []);
});

test("every property that a planned broker is given is refused from the user", () => {
  const [broker] = planNetwork(settingsWith(), { stack: "test" }).services.filter(
    ({ role }) => role === "kafka",
  );
  const properties = Object.keys(broker?.env ?? {}).map((key) =>
    key
      .replace(/^KAFKA_/, "")
      .toLowerCase()
      .replaceAll("_", "."),
  );
  const { ordering } = fabricWith({
    "fabric.ordering.kafkaProperties": Object.fromEntries(properties.map((property) => [property, 1])),
  });
  expect(properties).toContain("broker.id");
  expect(pathsOf(kafkaProperties, ordering)).toHaveLength(properties.length);
});
