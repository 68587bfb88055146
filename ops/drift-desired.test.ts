import { expect, test } from "vitest";
import { desiredByState } from "./drift-desired.js";
import { desiredChannels } from "./fabric/drift-channels.js";
import type { StateExport, StateResource } from "./state.js";

const secretOf = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const encrypted = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc",
};
const prefix = "urn:pulumi:prod::consortium::consortium:fabric:FabricNetwork$";
const provider = `${prefix}pulumi:providers:docker::k1-docker::0c0c`;
const hash = "a".repeat(64);

function container(uploads: unknown, role = "kafka"): StateResource {
  return {
    urn: `${prefix}docker:index/container:Container::prod-kafka1`,
    type: "docker:index/container:Container",
    id: "c1",
    provider,
    inputs: {
      name: "prod-kafka1",
      image: "sha256:aaa",
      envs: ["A=1", "B=x=y"],
      hosts: [{ host: "zookeeper1", ip: "10.0.0.11" }],
      volumes: [{ volumeName: "prod-kafka1-data", containerPath: "/data" }],
      networkMode: "host",
      memory: 1024,
      cpus: "1.5",
      restart: "unless-stopped",
      labels: [
        { label: "consortium.role", value: role },
        { label: "consortium.spec", value: "0123" },
      ],
      uploads,
    },
  };
}

const networkId: StateResource = {
  urn: `${prefix}random:index/randomId:RandomId::fabric-id`,
  type: "random:index/randomId:RandomId",
  outputs: { hex: "3f9a" },
};

function step(name: string, kind: string, spec: object): StateResource {
  return {
    urn: `${prefix}command:local:Command::${name}`,
    type: "command:local:Command",
    inputs: {
      create: `node steps/run.mjs ${kind}`,
      environment: { CONSORTIUM_STEP: JSON.stringify(spec) },
    },
  };
}

const stateOf = (...resources: StateResource[]): StateExport => ({ deployment: { resources } });

test("a container is wanted as its inputs say, on the server of its provider, with its files by hash", () => {
  const uploads = secretOf([
    { file: "/etc/key", content: "PEM" },
    { file: "/etc/block", contentBase64: "UEVN" },
  ]);
  expect(desiredByState("prod", stateOf(networkId, container(uploads)))).toEqual({
    stack: "prod",
    network: "3f9a",
    containers: [
      {
        server: "k1",
        name: "prod-kafka1",
        id: "c1",
        settings: {
          image: "sha256:aaa",
          spec: "0123",
          env: { A: "1", B: "x=y" },
          hosts: { zookeeper1: "10.0.0.11" },
          volumes: { "/data": "prod-kafka1-data" },
          network: "host",
          memoryMiB: 1024,
          cpus: 1.5,
          restart: "unless-stopped",
        },
        // printf PEM | sha256sum
        files: {
          "/etc/key": "384fb9a44fabe158be2757b9b8d8f67029f2280fcc1776ab2a53103e6f0c582d",
          "/etc/block": "384fb9a44fabe158be2757b9b8d8f67029f2280fcc1776ab2a53103e6f0c582d",
        },
      },
    ],
    images: [],
    volumes: [],
    bridges: [],
    hosts: [],
  });
});

test("files whose contents stay encrypted are not compared", () =>
  expect(desiredByState("prod", stateOf(container(encrypted))).containers[0]?.files).toEqual({}));

test("the file that CouchDB rewrites at its start is not compared", () => {
  const uploads = [
    { file: "/opt/couchdb/etc/local.d/10-consortium.ini", content: "PEM" },
    { file: "/opt/couchdb/etc/local.d/20-admins.ini", content: "PEM" },
  ];
  const files = desiredByState("prod", stateOf(container(uploads, "couchdb"))).containers[0]?.files;
  expect(Object.keys(files ?? {})).toEqual(["/opt/couchdb/etc/local.d/10-consortium.ini"]);
});

test.each([{ pendingReplacement: true }, { delete: true }])("what %o is not wanted", (half) =>
  expect(desiredByState("prod", stateOf({ ...container([]), ...half })).containers).toEqual([]),
);

test("images, volumes and prepared servers are wanted with what the state knows of them", () => {
  const desired = desiredByState(
    "prod",
    stateOf(
      {
        urn: `${prefix}docker:index/remoteImage:RemoteImage::kafka-on-k1`,
        type: "docker:index/remoteImage:RemoteImage",
        provider,
        inputs: { name: "kafka@sha256:d" },
        outputs: { imageId: "sha256:aaa" },
      },
      {
        urn: `${prefix}docker:index/volume:Volume::prod-kafka1-data`,
        type: "docker:index/volume:Volume",
        provider,
        inputs: { name: "prod-kafka1-data" },
      },
      {
        urn: `${prefix}command:remote:Command::k1-prepare`,
        type: "command:remote:Command",
        inputs: {
          stdin: `set -eu\nprintf '%s\\n' 'script ${hash}' >/var/lib/consortium/prod/stamps/prepare.$$\n`,
        },
      },
      step("kafka-formed", "formed", {
        quorum: { name: "kafka", members: [{ server: { name: "k1" } }, { server: { name: "k2" } }] },
      }),
    ),
  );
  expect(desired.images).toEqual([{ server: "k1", reference: "kafka@sha256:d", id: "sha256:aaa" }]);
  expect(desired.volumes).toEqual([{ server: "k1", name: "prod-kafka1-data" }]);
  expect(desired.hosts).toEqual([{ server: "k1", script: hash, formed: ["kafka"] }]);
});

test("a container in a Docker network is wanted with it, its published ports and its binds", () => {
  const mysql = container([]);
  const bridged = {
    ...mysql,
    inputs: {
      ...mysql.inputs,
      networkMode: "bridge",
      networksAdvanced: [{ name: "prod-wefe", aliases: ["mysql.service"] }],
      ports: [{ internal: 3306, external: 13306, ip: "10.0.0.21" }],
      volumes: [
        { volumeName: "prod-mysql-data", containerPath: "/data" },
        { hostPath: "/opt/wefe/my.cnf", containerPath: "/etc/my.cnf", readOnly: true },
      ],
    },
  };
  const network: StateResource = {
    urn: `${prefix}docker:index/network:Network::prod-wefe-on-k1`,
    type: "docker:index/network:Network",
    provider,
    inputs: { name: "prod-wefe", ipamConfigs: [{ subnet: "172.30.0.0/16", gateway: "172.30.0.1" }] },
  };
  const { containers, bridges } = desiredByState("prod", stateOf(network, bridged));
  expect(containers[0]?.settings).toMatchObject({
    volumes: { "/data": "prod-mysql-data" },
    network: "bridge",
    bridges: ["prod-wefe"],
    ports: { "10.0.0.21:13306": "3306" },
    binds: { "/etc/my.cnf": "/opt/wefe/my.cnf (read)" },
  });
  expect(bridges).toEqual([{ server: "k1", name: "prod-wefe", subnet: "172.30.0.0/16" }]);
});

test("channels are wanted as the steps made them", () => {
  const place = { organization: { name: "Org1", mspId: "Org1MSP" }, server: { name: "p1" } };
  const chaincode = {
    name: "mycc",
    version: "1.0",
    sequence: 1,
    policy: "OR('Org1MSP.peer')",
    collections: [],
  };
  const channel = "mychannel";
  const state = stateOf(
    step("mychannel-channel", "channel", { place, channel, mspIds: ["Org1MSP"] }),
    step("mychannel-join-Org1", "join", { place, channel, peers: [{ name: "peer0.org1.example.com" }] }),
    step("mychannel-anchors-Org1", "anchors", {
      place,
      channel,
      anchors: [{ host: "10.0.0.21", port: 7051 }],
    }),
    step("mychannel-mycc-approve-Org1", "approve-chaincode", {
      ...{ place, channel, chaincode, packageId: "mycc_1.0:abc" },
    }),
    step("mychannel-mycc-commit", "commit-chaincode", { place, channel, chaincode }),
  );
  expect(desiredChannels(state)).toEqual([
    {
      name: "mychannel",
      server: "p1",
      mspIds: ["Org1MSP"],
      anchors: { Org1: { mspId: "Org1MSP", anchors: ["10.0.0.21:7051"] } },
      members: { Org1: { server: "p1", peers: ["peer0.org1.example.com"] } },
      chaincodes: [
        {
          name: "mycc",
          packageId: "mycc_1.0:abc",
          sequence: 1,
          content:
            '{"version":"1.0","initRequired":false,"policy":{"outOf":1,"of":["Org1MSP.peer"]},"collections":[]}',
        },
      ],
    },
  ]);
});
