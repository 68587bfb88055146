import { expect, test } from "vitest";
import { ChainKeys } from "../../components/fisco/chain-keys.js";
import { fourNodes, planOf, settingsOf } from "../../topology/fisco/testing/chain.js";
import { underMocks } from "./program.js";

test("with data: keep the identities of a chain are protected; keys of its SDKs' channel may be made anew", async () => {
  const { fisco } = planOf(settingsOf(fourNodes));
  const all = await underMocks("test", async () => {
    new ChainKeys("fisco-keys", { plan: fisco, protect: true });
  });
  const keys = all.filter(({ type }) => /RandomBytes|PrivateKey/.test(type));
  const named = (wanted: boolean) =>
    keys.flatMap(({ name, protect }) => (protect === wanted ? [name.replace("fisco-keys-", "")] : [])).sort();
  expect(named(true)).toEqual([
    "agency-bank",
    "agency-union",
    "chain",
    "node-node0",
    "node-node1",
    "node-node2",
    "node-node3",
  ]);
  expect(named(false)).toEqual([
    "channel-bank",
    "channel-node-node0",
    "channel-node-node1",
    "channel-node-node2",
    "channel-node-node3",
    "channel-union",
    "sdk-bank",
    "sdk-union",
  ]);
});
