import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { imageVersion } from "./image-version.js";
import type { FabricStack } from "./stack.js";

const digest = `@sha256:${"0".repeat(64)}`;

test.each([
  { image: "fabric-peer", reference: "registry.example.com/hyperledger/fabric-peer:2.5.12", ok: true },
  { image: "fabric-peer", reference: "registry.example.com/hyperledger/fabric-peer:2.4.9", ok: false },
  { image: "fabric-orderer", reference: "registry.example.com/fabric-orderer:v3.1.5", ok: false },
  { image: "fabric-orderer", reference: "registry.example.com/fabric-orderer", ok: true },
  { image: "fabric-orderer", reference: "registry.example.com/fabric-orderer:approved", ok: true },
  { image: "fabric-peer", reference: "registry.example.com:5000/our-peer:1.0", ok: true },
  { image: "fabric-kafka", reference: "registry.example.com/fabric-kafka:0.4.22", ok: true },
  { image: "fabric-kafka", reference: "registry.example.com/kafka:3.9.1", ok: true },
  { image: "fabric-kafka", reference: "registry.example.com/kafka:4.0.0", ok: false },
  { image: "fabric-kafka", reference: "registry.example.com/cp-kafka:5.3.1", ok: true },
  { image: "fabric-kafka", reference: "registry.example.com/cp-kafka:8.0.0", ok: false },
  { image: "couchdb", reference: "registry.example.com/couchdb:3.4.2", ok: true },
  { image: "couchdb", reference: "registry.example.com/couchdb:2.3.1", ok: false },
])("$reference as $image for Fabric 2.5 fits: $ok", ({ image, reference, ok }) => {
  const stack = settingsWith({ "images.references": { [image]: `${reference}${digest}` } }) as FabricStack;
  expect(pathsOf(imageVersion, stack)).toEqual(ok ? [] : [`images.references.${image}`]);
});
