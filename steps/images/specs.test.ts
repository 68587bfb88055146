import { expect, test } from "vitest";
import type { ResolvedImage } from "../../topology/images/catalogue.js";
import { loadImageSpec, pushImagesSpec } from "./specs.js";

const server = (name: string) => ({
  name,
  address: "10.0.0.1",
  ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" },
});
const images: readonly ResolvedImage[] = [
  { kind: "reference", name: "kafka", reference: "r/k@sha256:1", servers: ["s1"] },
  {
    kind: "registry",
    name: "peer",
    reference: "10.0.0.1:5000/peer@sha256:2",
    archive: "images/peer.tar",
    id: "sha256:3",
    manifestDigest: "sha256:2",
    servers: ["s1", "s2"],
  },
  {
    kind: "loaded",
    name: "registry",
    reference: "consortium/registry:4",
    archive: "images/registry.tar",
    id: "sha256:4",
    servers: ["s1"],
  },
];

test("a server loads what runs on it and comes from no registry", () => {
  expect(loadImageSpec(images, server("s1"))).toEqual({
    step: "load-image",
    server: server("s1"),
    images: [
      {
        name: "registry",
        id: "sha256:4",
        reference: "consortium/registry:4",
        archive: "images/registry.tar",
      },
    ],
  });
  expect(loadImageSpec(images, server("s2"))).toBeUndefined();
});

test("the registry gets what is pulled from it", () => {
  const registry = { server: server("s1"), port: 5000, username: "consortium" };
  expect(pushImagesSpec(images, registry)).toEqual({
    step: "push-images",
    registry,
    images: [{ name: "peer", id: "sha256:3", manifestDigest: "sha256:2", archive: "images/peer.tar" }],
  });
  expect(pushImagesSpec(images.slice(0, 1), registry)).toBeUndefined();
});
