import { common } from "@hyperledger/fabric-protos";
import { describe, expect, test } from "vitest";
import { type Anchor, anchorUpdate, readChannelConfig } from "./index.js";
import { channelBlock, channelConfig } from "./testing/channel-block.js";
import { computeUpdate, decode, haveFabricTools, wantFabricTools } from "./testing/fabric-tools.js";
import { origin } from "./testing/network.js";

const peer0: Anchor = { host: "peer0.org1.example.com", port: 7051 };
const peer1: Anchor = { host: "peer1.org1.example.com", port: 7051 };
const bar: Anchor = { host: "bar.org5.example.com", port: 7051 };

test("a channel's organisations are read with their anchors", () => {
  const block = channelBlock(channelConfig({ Org1MSP: [peer0], Org5MSP: [] }));
  expect(readChannelConfig(block)).toMatchObject({
    channel: "mychannel",
    block: 7,
    sequence: 3,
    organizations: [
      { name: "Org1MSP", mspId: "Org1MSP", anchors: [{ host: "peer0.org1.example.com", port: 7051 }] },
      { name: "Org5MSP", mspId: "Org5MSP", anchors: [] },
    ],
    capabilities: { application: ["V2_5"] },
  });
});

test.each([
  { has: [peer0], wanted: [peer0], change: false },
  { has: [peer0, peer1], wanted: [peer1, peer0], change: false },
  { has: [], wanted: [], change: false },
  { has: [], wanted: [peer0], change: true },
  { has: [peer0], wanted: [peer1], change: true },
  { has: [peer0], wanted: [], change: true },
])("$has.length anchors, $wanted.length wanted: update needed is $change", ({ has, wanted, change }) => {
  const block = channelBlock(channelConfig({ Org1MSP: has, Org5MSP: [] }));
  expect(anchorUpdate(block, "Org1MSP", wanted, origin) !== undefined).toBe(change);
});

test("an organisation outside the channel is named", () => {
  const block = channelBlock(channelConfig({ Org1MSP: [] }));
  expect(() => anchorUpdate(block, "Org5MSP", [bar], origin)).toThrow(
    "Org5MSP is not an organisation of channel mychannel",
  );
});

describe.skipIf(!haveFabricTools && !wantFabricTools)("read by Fabric's own tools", () => {
  test("the tools that the set-up builds are there", () => expect(haveFabricTools).toBe(true));

  test.each([
    { rule: "first anchors enter the group", before: { Org1MSP: [], Org5MSP: [] } },
    { rule: "later ones replace the value", before: { Org1MSP: [peer1], Org5MSP: [bar] } },
  ])("configtxlator computes the same update: $rule", ({ before }) => {
    const original = channelConfig(before);
    const updated = channelConfig({ ...before, Org1MSP: [peer0] });
    const group = (config: common.Config) =>
      config.getChannelGroup()?.getGroupsMap().get("Application")?.getGroupsMap().get("Org1MSP");
    group(updated)?.setVersion(group(original)?.getVersion() ?? 0);

    const envelope = anchorUpdate(channelBlock(original), "Org1MSP", [peer0], origin) ?? new Uint8Array();
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const ours = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8()).getConfigUpdate_asU8();
    const theirs = computeUpdate("mychannel", original.serializeBinary(), updated.serializeBinary());
    expect(decode("common.ConfigUpdate", ours)).toEqual(decode("common.ConfigUpdate", theirs));
  });
});
