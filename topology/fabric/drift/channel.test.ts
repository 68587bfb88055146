import { expect, test } from "vitest";
import { channelDrift, type DesiredChannel, type SeenChannel, type SeenPeer } from "./channel.js";

const channel: DesiredChannel = {
  name: "mychannel",
  server: "p1",
  mspIds: ["Org1MSP", "Org5MSP"],
  anchors: { Org1: { mspId: "Org1MSP", anchors: ["10.0.0.21:7051"] } },
  members: {
    Org1: { server: "p1", peers: ["peer0.org1.example.com"] },
    Org5: { server: "p2", peers: ["bar.org5.example.com"] },
  },
  chaincodes: [{ name: "mycc", packageId: "mycc_1.0:abc", sequence: 1, content: "{}" }],
};

const peer: SeenPeer = {
  joined: true,
  packages: ["mycc_1.0:abc"],
  definitions: { mycc: { sequence: 1, content: "{}" } },
};
const config: NonNullable<SeenChannel["config"]> = {
  organizations: [
    { mspId: "Org5MSP", anchors: [] },
    { mspId: "Org1MSP", anchors: ["10.0.0.21:7051"] },
  ],
};
const org1 = (changed: Partial<SeenPeer>): Record<string, SeenChannel> => ({
  Org1: { config, peers: { "peer0.org1.example.com": { ...peer, ...changed } } },
  Org5: { config, peers: { "bar.org5.example.com": peer } },
});
const configured = (organizations: NonNullable<SeenChannel["config"]>["organizations"]) => ({
  Org1: { config: { organizations }, peers: {} },
});

test.each<{ title: string; seen: Record<string, SeenChannel>; drift: unknown[] }>([
  { title: "a channel as it was made shows nothing", seen: org1({}), drift: [] },
  { title: "organisations that could not be asked show nothing", seen: {}, drift: [] },
  {
    title: "a channel that the orderers do not know",
    seen: { Org1: { peers: {} } },
    drift: [["p1", "channel", "mychannel", "on the orderers", "not known to them"]],
  },
  {
    title: "an organisation that someone else added",
    seen: configured([
      { mspId: "Org1MSP", anchors: ["10.0.0.21:7051"] },
      { mspId: "Org5MSP", anchors: [] },
      { mspId: "Org9MSP", anchors: [] },
    ]),
    drift: [["p1", "channel", "mychannel", "Org1MSP, Org5MSP", "Org1MSP, Org5MSP, Org9MSP"]],
  },
  {
    title: "another anchor peer",
    seen: configured([
      { mspId: "Org1MSP", anchors: ["10.0.0.99:7051"] },
      { mspId: "Org5MSP", anchors: [] },
    ]),
    drift: [["p1", "anchors", "mychannel Org1", "10.0.0.21:7051", "10.0.0.99:7051"]],
  },
  {
    title: "a peer that left the channel; its chaincodes are not asked for",
    seen: org1({ joined: false, packages: [], definitions: {} }),
    drift: [["p1", "channel", "peer0.org1.example.com mychannel", "joined", "not joined"]],
  },
  {
    title: "a package that is not installed",
    seen: org1({ packages: [] }),
    drift: [
      [
        "p1",
        "chaincode",
        "peer0.org1.example.com mychannel/mycc",
        "installed mycc_1.0:abc",
        "installed none",
      ],
    ],
  },
  {
    title: "a chaincode that is not committed",
    seen: org1({ definitions: {} }),
    drift: [
      ["p1", "chaincode", "peer0.org1.example.com mychannel/mycc", "committed sequence 1", "not committed"],
    ],
  },
  {
    title: "a definition that someone else committed",
    seen: org1({ definitions: { mycc: { sequence: 2, content: "{}" } } }),
    drift: [["p1", "chaincode", "peer0.org1.example.com mychannel/mycc", "sequence 1", "sequence 2"]],
  },
  {
    title: "a definition with another content at the same sequence",
    seen: org1({ definitions: { mycc: { sequence: 1, content: '{"version":"2"}' } } }),
    drift: [["p1", "chaincode", "peer0.org1.example.com mychannel/mycc", "{}", '{"version":"2"}']],
  },
])("$title", ({ seen, drift }) => {
  expect(
    channelDrift(channel, seen).map(({ server, kind, name, expected, found }) => [
      ...[server, kind, name],
      ...[expected, found],
    ]),
  ).toEqual(drift);
});

test("a peer joins again by its organisation's step", () => {
  expect(channelDrift(channel, org1({ joined: false }))[0]?.remedy).toBe(
    "pulumi up --replace '**::mychannel-join-Org1'",
  );
});
