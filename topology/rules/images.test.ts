import { expect, test } from "vitest";
import type { FabricStack } from "../fabric/rules/stack.js";
import { serversOf, wefeChain } from "../fisco/testing/chain.js";
import { settingsOf, wefeStack } from "../wefe/testing/stack.js";
import { archiveArchitecture, imageSource, registryUnused } from "./images.js";
import { runRules } from "./rule.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

const reference = (name: string) => `registry.example.com/${name}@sha256:${"0".repeat(64)}`;
const all = ["fabric-zookeeper", "fabric-kafka", "fabric-orderer", "fabric-peer"];
const references = Object.fromEntries(all.map((name) => [name, reference(name)]));
const image = "fabric.channels.mychannel.chaincodes.mycc.image";

test.each([
  { change: { images: { archives: "images" } }, paths: [] },
  { change: { images: { references: { ...references, mycc: reference("mycc") } } }, paths: [] },
  { change: { images: { references }, [image]: reference("mycc") }, paths: [] },
  { change: { images: { references } }, paths: [image] },
  {
    change: { images: undefined },
    paths: [...all.map((name) => `images.references.${name}`), image],
  },
  {
    change: {
      images: { references: { ...references, mycc: reference("mycc") } },
      "fabric.organizations.Org5.stateDatabase": "couchdb",
    },
    paths: ["images.references.couchdb"],
  },
])("every needed image has a source: %j", ({ change, paths }) => {
  expect(pathsOf(imageSource, settingsWith(change) as FabricStack)).toEqual(paths);
});

test.each([
  { images: {}, console: true, paths: ["fisco-bcos", "fisco-console"] },
  { images: {}, console: false, paths: ["fisco-bcos"] },
  { images: { archives: "images" }, console: true, paths: [] },
  {
    images: { references: { "fisco-bcos": reference("fisco-bcos") } },
    console: true,
    paths: ["fisco-console"],
  },
])("a chain's images have a source, too: $images, console $console", ({ images, console, paths }) => {
  const { console: one, ...nodes } = wefeChain;
  const stack = settingsOf(wefeStack({}, { images, fisco: console ? { ...nodes, console: one } : nodes }));
  expect(runRules([imageSource], stack).map(({ path }) => path)).toEqual(
    paths.map((name) => `images.references.${name}`),
  );
});

test.each([
  { images: { archives: "images", registry: { server: "o1" } }, paths: [] },
  { images: { archives: "images" }, paths: [] },
  { images: { registry: { server: "o1" } }, paths: ["images.registry"] },
])("a registry is there for archives: $images", ({ images, paths }) => {
  expect(pathsOf(registryUnused, settingsWith({ images }) as FabricStack)).toEqual(paths);
});

test.each([
  { change: {}, paths: [] },
  { change: { "servers.k1.arch": "arm64" }, paths: ["images.archives"] },
  { change: { "servers.k1.arch": "arm64", images: { references } }, paths: [] },
])("archives are for one architecture: %j", ({ change, paths }) => {
  expect(pathsOf(archiveArchitecture, settingsWith(change) as FabricStack)).toEqual(paths);
});

const sha256 = "0".repeat(64);
const both = { amd64: [{ path: "x86.tar", sha256 }], arm64: [{ path: "arm.tar", sha256 }] };
test.each([
  { why: "members of another architecture than the union", on: "m1", images: both, paths: [] },
  {
    why: "a node of the chain on another architecture",
    on: "f1",
    images: both,
    paths: ["images.archives"],
  },
  {
    why: "members whose images are in the directory, too",
    on: "m1",
    images: {},
    paths: ["images.archives"],
  },
] as const)("the vendor's archives are for each architecture: $why", ({ on, images, paths }) => {
  const stack = settingsOf(
    wefeStack(
      { package: { path: "wefe.tar", sha256, images } },
      {
        servers: Object.fromEntries(
          Object.entries(serversOf({ u1: undefined, m1: undefined, f1: undefined }) ?? {}).map(
            ([name, server]) => [name, name === on ? { ...server, arch: "arm64-v8.2" } : server],
          ),
        ),
        fisco: { ...wefeChain, agencies: { union: { nodes: { node0: "u1", node1: "f1" } } } },
        images: { archives: "images", registry: { server: "u1" } },
      },
    ),
  );
  expect(runRules([archiveArchitecture], stack).map(({ path }) => path)).toEqual(paths);
});
