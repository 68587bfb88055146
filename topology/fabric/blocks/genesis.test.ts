import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { genesisBlock, readBlock, readChannelConfig } from "./index.js";
import { configtxOf, mspFolders } from "./testing/configtx.js";
import { configtxgen, decode, haveFabricTools, wantFabricTools } from "./testing/fabric-tools.js";
import { genesis, origin } from "./testing/network.js";

/** `sha256` of the block's bytes and what `configtxlator proto_decode` reads in them. */
const golden = JSON.parse(readFileSync(new URL("testing/genesis.golden.json", import.meta.url), "utf8")) as {
  sha256: string;
  block: unknown;
};
const block = genesisBlock(genesis, origin);

test("the same network, time and nonce give the reviewed bytes", () => {
  expect(createHash("sha256").update(block).digest("hex")).toBe(golden.sha256);
  expect(Buffer.from(genesisBlock(genesis, origin)).equals(block)).toBe(true);
});

test("another nonce is another network", () => {
  const other = genesisBlock(genesis, { ...origin, nonce: Buffer.alloc(24, 7) });
  expect(readBlock(other).hash).not.toBe(readBlock(block).hash);
});

test("what is written is read again", () => {
  expect(readChannelConfig(block)).toEqual({
    channel: "system-channel",
    block: 0,
    sequence: 0,
    organizations: [],
    ordering: {
      type: "kafka",
      kafkaBrokers: ["kafka1:9092", "kafka2:9092", "kafka3:9092", "kafka4:9092"],
      endpoints: ["orderer0.example.com:7050", "orderer1.example.com:7050", "orderer2.example.com:7050"],
      batch: { timeout: "2s", maxMessageCount: 10, absoluteMaxBytes: 10485760, preferredMaxBytes: 524288 },
    },
    capabilities: { channel: ["V2_0"], orderer: ["V2_0"], application: [] },
  });
});

test("a certificate that is not one PEM block is refused", () => {
  const broken = { ...genesis.ordering.organization, caCertificate: "not a certificate" };
  expect(() =>
    genesisBlock({ ...genesis, ordering: { ...genesis.ordering, organization: broken } }, origin),
  ).toThrow("CA certificate of OrdererMSP: expected one PEM certificate, found 0");
});

/** The parts of a decoded block that do not depend on time and chance. */
function lasting(decoded: unknown) {
  const { data, metadata, header } = decoded as {
    header: { number: string; previous_hash: unknown };
    metadata: unknown;
    data: {
      data: [
        {
          signature: unknown;
          payload: { data: unknown; header: { channel_header: Record<string, unknown> } };
        },
      ];
    };
  };
  const { timestamp: _t, tx_id: _id, ...channelHeader } = data.data[0].payload.header.channel_header;
  return {
    number: header.number,
    previous: header.previous_hash,
    signature: data.data[0].signature,
    config: data.data[0].payload.data,
    channelHeader,
    metadata,
  };
}

describe.skipIf(!haveFabricTools && !wantFabricTools)("read by Fabric's own tools", () => {
  test("the tools that the set-up builds are there", () => expect(haveFabricTools).toBe(true));

  test("configtxlator reads the reviewed block", () =>
    expect(decode("common.Block", block)).toEqual(golden.block));

  test.each(["2.4", "2.5"] as const)("for Fabric %s configtxgen makes the same block", (version) => {
    const network = { ...genesis, version };
    const theirs = configtxgen(configtxOf(network), mspFolders(network), (output) => [
      ...["-profile", "Genesis", "-channelID", "system-channel", "-outputBlock", output],
    ]);
    expect(lasting(decode("common.Block", genesisBlock(network, origin)))).toEqual(
      lasting(decode("common.Block", theirs)),
    );
  });
});
