import { expect, test } from "vitest";
import { certificateId } from "./certificates/planned.js";
import { nodeIds } from "./material.js";
import { fourNodes, keySources, planOf, settingsOf } from "./testing/chain.js";

test("two nodes with one key are refused: block 0 would have a sealer less", () => {
  const { fisco } = planOf(settingsOf(fourNodes));
  const { random } = keySources(fisco);
  expect(Object.keys(nodeIds(fisco, { random }))).toEqual(["node0", "node1", "node2", "node3"]);
  const first = random[certificateId.node("node0")] ?? "";
  expect(() => nodeIds(fisco, { random: { ...random, [certificateId.node("node3")]: first } })).toThrow(
    "nodes node0 and node3 have the same key in the state",
  );
});
