import { describe, expect, test } from "vitest";
import type { ArchiveImage, ArchiveLookup } from "./archive-image.js";
import { archivesToRead, type CatalogueInput, loadedTag, resolveImages } from "./catalogue.js";
import { neededImages } from "./needed.js";

const id = `sha256:0a1b2c3d4e5f${"0".repeat(52)}`;
const manifestDigest = `sha256:${"d".repeat(64)}`;
const pinned = `registry.example.com/fabric/peer@sha256:${"e".repeat(64)}`;

function archive(name: string, architecture = "amd64"): ArchiveLookup {
  const image: ArchiveImage = {
    name,
    id,
    config: { offset: 512, size: 10 },
    layers: [],
    manifest: "{}",
    manifestDigest,
    architecture,
    bytes: 10,
  };
  return { kind: "image", path: `images/${name}.tar`, image };
}

const peer = { name: "fabric-peer", servers: [{ name: "p1", arch: "amd64" }], isRegistry: false };
const registry = { name: "registry", servers: [{ name: "r1", arch: "amd64" }], isRegistry: true };

function resolve(input: Partial<CatalogueInput>) {
  return resolveImages({ settings: { references: {} }, needed: [peer], archives: {}, ...input });
}

describe("where an image comes from", () => {
  test("the user's registry, when it is named there, whatever archives there are", () => {
    const settings = { archives: "images", references: { "fabric-peer": pinned } };
    expect(resolve({ settings, archives: { "fabric-peer": archive("fabric-peer") } })).toEqual({
      findings: [],
      images: [{ kind: "reference", name: "fabric-peer", reference: pinned, servers: ["p1"] }],
    });
  });

  test("a service may name a reference itself", () => {
    const { images } = resolve({ needed: [{ ...peer, name: pinned }] });
    expect(images[0]).toMatchObject({ kind: "reference", reference: pinned });
  });

  test("the stack's registry, by the digest of the manifest that will be pushed", () => {
    const { images } = resolve({
      registry: "10.0.1.31:5000",
      archives: { "fabric-peer": archive("fabric-peer") },
    });
    expect(images).toEqual([
      {
        kind: "registry",
        name: "fabric-peer",
        reference: `10.0.1.31:5000/fabric-peer@${manifestDigest}`,
        archive: "images/fabric-peer.tar",
        id,
        manifestDigest,
        servers: ["p1"],
      },
    ]);
  });

  test("loaded under a tag with its id, when the stack has no registry", () => {
    const { images } = resolve({ archives: { "fabric-peer": archive("fabric-peer") } });
    expect(images).toEqual([
      {
        kind: "loaded",
        name: "fabric-peer",
        reference: "consortium/fabric-peer:0a1b2c3d4e5f",
        archive: "images/fabric-peer.tar",
        id,
        servers: ["p1"],
      },
    ]);
  });

  test("the registry's own image is loaded: it cannot come from itself", () => {
    const { images } = resolve({
      needed: [registry],
      registry: "10.0.1.31:5000",
      archives: { registry: archive("registry") },
    });
    expect(images[0]).toMatchObject({
      kind: "loaded",
      reference: "consortium/registry:0a1b2c3d4e5f",
    });
  });

  test("capitals in a name become lower case where the engine wants it", () => {
    expect(loadedTag("MyCC", id)).toBe("consortium/mycc:0a1b2c3d4e5f");
  });
});

test("archives are read only for what the user's registry does not have", () => {
  const needed = [peer, { ...peer, name: "fabric-kafka" }, { ...peer, name: pinned }];
  expect(archivesToRead({ references: { "fabric-kafka": pinned } }, needed)).toEqual(["fabric-peer"]);
});

describe("findings", () => {
  test("no archives and no reference: both ways are named", () => {
    expect(resolve({}).findings).toEqual([
      {
        path: "images.references.fabric-peer",
        rule: "image-missing",
        severity: "error",
        message: "nothing says where image fabric-peer comes from",
        remedy:
          "name it by digest (registry/name@sha256:…), or put fabric-peer.tar (docker save) into a directory and name that in images.archives",
      },
    ]);
  });

  test("the archive is not in the directory", () => {
    const settings = { archives: "images", references: {} };
    const archives = { "fabric-peer": { kind: "missing", path: "images/fabric-peer.tar" } } as const;
    expect(resolve({ settings, archives }).findings).toEqual([
      {
        path: "images.archives",
        rule: "image-missing",
        severity: "error",
        message: "nothing says where image fabric-peer comes from",
        found: "no file images/fabric-peer.tar",
        remedy:
          "put it there: docker save -o fabric-peer.tar IMAGE, or name it by digest: images.references.fabric-peer",
      },
    ]);
  });

  test("only a compressed archive is there", () => {
    const archives = {
      "fabric-peer": { kind: "missing", path: "images/fabric-peer.tar", instead: "fabric-peer.tgz" },
    } as const;
    expect(resolve({ settings: { archives: "images", references: {} }, archives }).findings).toMatchObject([
      {
        rule: "image-missing",
        found: "fabric-peer.tgz",
        remedy:
          "unpack it: gunzip < fabric-peer.tgz > fabric-peer.tar, or name it by digest: images.references.fabric-peer",
      },
    ]);
  });

  test("an archive that cannot be delivered says why", () => {
    const archives = {
      "fabric-peer": {
        kind: "unusable",
        path: "images/fabric-peer.tar",
        problem: "is cut off",
        remedy: "save",
      },
    } as const;
    expect(resolve({ archives }).findings).toMatchObject([
      {
        path: "images.archives",
        rule: "image-archive",
        message: "the archive of image fabric-peer cannot be delivered: is cut off",
        remedy: "save",
      },
    ]);
  });

  test("a registry at an IPv6 address", () => {
    const archives = { "fabric-peer": archive("fabric-peer") };
    expect(resolve({ registry: "fd00::1:5000", archives }).findings).toMatchObject([
      { path: "images.registry.server", rule: "image-registry", found: "fd00::1:5000" },
    ]);
    expect(resolve({ registry: "10.0.0.1:5000", archives }).findings).toEqual([]);
  });

  test("every server of another architecture than the archive's is named", () => {
    const servers = [
      { name: "p1", arch: "amd64" },
      { name: "p2", arch: "arm64" },
      { name: "p3", arch: "arm64" },
    ];
    const { images, findings } = resolve({
      needed: [{ ...peer, servers }],
      archives: { "fabric-peer": archive("fabric-peer") },
    });
    expect(images).toEqual([]);
    expect(findings.map(({ path, rule, message }) => ({ path, rule, message }))).toEqual([
      {
        path: "servers.p2.arch",
        rule: "image-architecture",
        message: "the archive of image fabric-peer is for amd64, server p2 is arm64",
      },
      {
        path: "servers.p3.arch",
        rule: "image-architecture",
        message: "the archive of image fabric-peer is for amd64, server p3 is arm64",
      },
    ]);
  });
});

test("a plan needs each image once, with the servers that run it", () => {
  const service = (image: string, server: string, role: "peer" | "registry") =>
    ({ image, server, role }) as Parameters<typeof neededImages>[0]["services"][number];
  const server = (name: string, arch: "amd64" | "arm64") =>
    ({ name, arch }) as Parameters<typeof neededImages>[0]["servers"][number];
  expect(
    neededImages({
      servers: [server("s1", "amd64"), server("s2", "arm64")],
      services: [
        service("registry", "s1", "registry"),
        service("fabric-peer", "s2", "peer"),
        service("fabric-peer", "s1", "peer"),
        service("fabric-peer", "s1", "peer"),
      ],
    }),
  ).toEqual([
    {
      name: "fabric-peer",
      servers: [
        { name: "s1", arch: "amd64" },
        { name: "s2", arch: "arm64" },
      ],
      isRegistry: false,
    },
    { name: "registry", servers: [{ name: "s1", arch: "amd64" }], isRegistry: true },
  ]);
});
