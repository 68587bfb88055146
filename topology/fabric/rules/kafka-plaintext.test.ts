import { expect, test } from "vitest";
import { fabricWith, pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { kafkaPlaintext } from "./kafka-plaintext.js";
import type { FabricStack } from "./stack.js";

test.each([
  { tier: "production", type: "kafka", tls: undefined, warned: false },
  { tier: "economy", type: "kafka", tls: undefined, warned: false },
  { tier: "trial", type: "kafka", tls: undefined, warned: true },
  { tier: "production", type: "kafka", tls: false, warned: true },
  { tier: "trial", type: "kafka", tls: true, warned: false },
  { tier: "trial", type: "etcdraft", tls: undefined, warned: false },
])("tier $tier, ordering by $type, tls $tls warns of plain traffic: $warned", ({ warned, ...written }) => {
  const changes = {
    tier: written.tier,
    "fabric.ordering.type": written.type,
    "fabric.ordering.tls": written.tls,
  };
  const stack: FabricStack = { ...settingsWith(changes), fabric: fabricWith(changes) };
  expect(pathsOf(kafkaPlaintext, stack)).toEqual(warned ? ["fabric.ordering.tls"] : []);
});
