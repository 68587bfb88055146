import { describe, expect, test } from "vitest";
import { channelCreation } from "./index.js";
import { configtxOf, mspFolders } from "./testing/configtx.js";
import { configtxgen, decode, haveFabricTools, wantFabricTools } from "./testing/fabric-tools.js";
import { genesis, origin } from "./testing/network.js";

const creation = { version: "2.5", channel: "mychannel", mspIds: ["Org1MSP", "Org5MSP"] } as const;

test("the same channel and time give the same bytes, whatever the order of the organisations", () => {
  const turned = { ...creation, mspIds: ["Org5MSP", "Org1MSP"] };
  expect(Buffer.from(channelCreation(turned, origin))).toEqual(
    Buffer.from(channelCreation(creation, origin)),
  );
});

/** Everything but the moment of making. */
function lasting(envelope: unknown) {
  const { payload, signature } = envelope as {
    payload: {
      data: unknown;
      header: { channel_header: Record<string, unknown>; signature_header: unknown };
    };
    signature: unknown;
  };
  const { timestamp: _moment, ...header } = payload.header.channel_header;
  return { data: payload.data, header, signature, by: payload.header.signature_header };
}

describe.skipIf(!haveFabricTools && !wantFabricTools)("read by Fabric's own tools", () => {
  test("the tools that the set-up builds are there", () => expect(haveFabricTools).toBe(true));

  test.each(["2.4", "2.5"] as const)("for Fabric %s configtxgen asks for the same channel", (version) => {
    const network = { ...genesis, version };
    const theirs = configtxgen(configtxOf(network), mspFolders(network), (output) => [
      ...["-profile", "Channel", "-channelID", "mychannel", "-outputCreateChannelTx", output],
    ]);
    const ours = channelCreation({ ...creation, version }, origin);
    expect(lasting(decode("common.Envelope", ours))).toEqual(lasting(decode("common.Envelope", theirs)));
  });
});
