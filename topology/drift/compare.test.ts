import { describe, expect, test } from "vitest";
import { serverDrift } from "./compare.js";
import type { ContainerSettings, Desired, Seen, SeenContainer, SeenServer } from "./types.js";

const settings: ContainerSettings = {
  image: "sha256:aaa",
  spec: "0123",
  command: [],
  env: { KAFKA_BROKER_ID: "1" },
  hosts: { kafka2: "10.0.0.15" },
  volumes: { "/data": "prod-kafka1-data" },
  network: "host",
  memoryMiB: 1024,
  cpus: 1.5,
  restart: "unless-stopped",
};

const desired: Desired = {
  stack: "prod",
  network: "3f9a",
  containers: [
    { server: "k1", name: "prod-kafka1", id: "c1c1c1c1c1c1c1", settings, files: { "/etc/key": "aa11" } },
  ],
  images: [{ server: "k1", reference: "10.0.0.1:5000/kafka@sha256:aaa", id: "sha256:aaa" }],
  volumes: [{ server: "k1", name: "prod-kafka1-data" }],
  bridges: [{ server: "k1", name: "prod-wefe", subnet: "172.30.0.0/16" }],
  hosts: [{ server: "k1", script: "5c5c", formed: ["kafka"] }],
};

const kafka: SeenContainer = {
  id: "c1c1c1c1c1c1c1",
  status: "running",
  exitCode: 0,
  role: "kafka",
  // What the image brings besides is no drift.
  settings: { ...settings, env: { ...settings.env, PATH: "/bin" } },
};

const good: SeenServer = {
  containers: { "prod-kafka1": kafka },
  files: { "prod-kafka1": { "/etc/key": "aa11" } },
  images: { "10.0.0.1:5000/kafka@sha256:aaa": "sha256:aaa" },
  volumes: { "prod-kafka1-data": "3f9a" },
  bridges: { "prod-wefe": { network: "3f9a", subnet: "172.30.0.0/16" } },
  owner: "3f9a",
  scripts: { prepare: "5c5c" },
  stamped: [{ path: "/etc/docker/certs.d/r/ca.crt", stamp: "prepare", stamped: "ca01", now: "ca01" }],
  holds: { "docker.io": true },
  formed: { kafka: "3f9a" },
  power: "awake",
};

const found = (changed: Partial<SeenServer>, wanted = desired) => {
  const seen: Seen = { k1: { ...good, ...changed } };
  return serverDrift(wanted, seen).map(({ kind, name, expected, found: is }) => [kind, name, expected, is]);
};
const container = (changed: Partial<SeenContainer>) => ({
  containers: { "prod-kafka1": { ...kafka, ...changed } },
});
const set = (changed: Partial<ContainerSettings>) =>
  container({ settings: { ...kafka.settings, ...changed } });

test("servers as they were made show nothing", () => expect(found({})).toEqual([]));

test("a server that was not seen shows nothing: that is said elsewhere", () =>
  expect(serverDrift(desired, {})).toEqual([]));

describe("a container", () => {
  test.each<{ title: string; changed: Partial<SeenServer>; drift: unknown }>([
    {
      title: "is missing",
      changed: { containers: {} },
      drift: ["container", "prod-kafka1", "running", "missing"],
    },
    {
      title: "was stopped",
      changed: container({ status: "exited", exitCode: 143 }),
      drift: ["container", "prod-kafka1", "running", "exited, status 143"],
    },
    {
      title: "is paused",
      changed: container({ status: "paused" }),
      drift: ["container", "prod-kafka1", "running", "paused"],
    },
    {
      title: "was made by hand under the same name",
      changed: container({ id: "ffffffffffffffff" }),
      drift: ["container", "prod-kafka1", "container c1c1c1c1c1c1", "another one of this name, ffffffffffff"],
    },
    {
      title: "has another memory limit",
      changed: set({ memoryMiB: 512 }),
      drift: ["container", "prod-kafka1 memory", "1024 MiB", "512 MiB"],
    },
    {
      title: "has other processors",
      changed: set({ cpus: 2 }),
      drift: ["container", "prod-kafka1 cpus", "1.5", "2"],
    },
    {
      title: "is no longer restarted",
      changed: set({ restart: "no" }),
      drift: ["container", "prod-kafka1 restart", "unless-stopped", "no"],
    },
    {
      title: "has a file with another content",
      changed: { files: { "prod-kafka1": { "/etc/key": "bb22" } } },
      drift: ["file", "prod-kafka1:/etc/key", "sha256 aa11", "sha256 bb22"],
    },
    {
      title: "has lost a file",
      changed: { files: {} },
      drift: ["file", "prod-kafka1:/etc/key", "sha256 aa11", "missing"],
    },
    {
      title: "is ours and the state does not know it",
      changed: { containers: { "prod-kafka1": kafka, "prod-kafka9": kafka } },
      drift: ["container", "prod-kafka9", "none", "running"],
    },
  ])("$title", ({ changed, drift }) => expect(found(changed)).toEqual([drift]));

  test("that is stopped because the network sleeps is no drift; a missing one is", () => {
    expect(found({ ...container({ status: "exited" }), power: "hibernated" })).toEqual([]);
    expect(found({ containers: {}, power: "hibernated" })).toHaveLength(1);
  });

  test("of a running admin operation is no drift", () => {
    const admin = { ...kafka, role: "admin" };
    expect(found({ containers: { "prod-kafka1": kafka, "prod-admin-Org1": admin } })).toEqual([]);
  });

  test("without a state is compared by its settings, one line each", () => {
    const [first] = desired.containers;
    if (!first) throw new Error("no container");
    const { id: _, ...byPlan } = first;
    const wanted = { ...desired, containers: [byPlan] };
    const changed = set({ env: { KAFKA_BROKER_ID: "7" }, hosts: {}, image: "sha256:bbb" });
    expect(found({ ...changed, containers: changed.containers }, wanted)).toEqual([
      ["container", "prod-kafka1 env KAFKA_BROKER_ID", "1", "7"],
      ["container", "prod-kafka1 host kafka2", "10.0.0.15", "none"],
      ["container", "prod-kafka1 image", "sha256:aaa", "sha256:bbb"],
    ]);
  });
});

describe("an image or a volume", () => {
  test.each<{ title: string; changed: Partial<SeenServer>; drift: unknown }>([
    {
      title: "is missing",
      changed: { images: {} },
      drift: ["image", "10.0.0.1:5000/kafka@sha256:aaa", "aaa", "missing"],
    },
    {
      title: "is another one under the reference",
      changed: { images: { "10.0.0.1:5000/kafka@sha256:aaa": "sha256:bbb" } },
      drift: ["image", "10.0.0.1:5000/kafka@sha256:aaa", "aaa", "bbb"],
    },
    {
      title: "is lost",
      changed: { volumes: {} },
      drift: ["volume", "prod-kafka1-data", "there", "missing"],
    },
    {
      title: "belongs to another network",
      changed: { volumes: { "prod-kafka1-data": "beef" } },
      drift: ["volume", "prod-kafka1-data", "network 3f9a", "network beef"],
    },
    {
      title: "was made by hand",
      changed: { volumes: { "prod-kafka1-data": "" } },
      drift: ["volume", "prod-kafka1-data", "network 3f9a", "no network's label"],
    },
  ])("$title", ({ changed, drift }) => expect(found(changed)).toEqual([drift]));
});

describe("a Docker network", () => {
  const wefe = { network: "3f9a", subnet: "172.30.0.0/16" };
  test.each<{ title: string; changed: Partial<SeenServer>; drift: unknown }>([
    {
      title: "is missing",
      changed: { bridges: {} },
      drift: ["bridge", "prod-wefe", "there", "missing"],
    },
    {
      title: "has another subnet",
      changed: { bridges: { "prod-wefe": { ...wefe, subnet: "172.31.0.0/16" } } },
      drift: ["bridge", "prod-wefe", "subnet 172.30.0.0/16", "subnet 172.31.0.0/16"],
    },
    {
      title: "was made by somebody else",
      changed: { bridges: { "prod-wefe": { ...wefe, network: "" } } },
      drift: ["bridge", "prod-wefe", "network 3f9a", "no network's label"],
    },
    {
      title: "belongs to another network",
      changed: { bridges: { "prod-wefe": { ...wefe, network: "beef" } } },
      drift: ["bridge", "prod-wefe", "network 3f9a", "network beef"],
    },
    {
      title: "is ours and the state does not know it",
      changed: { bridges: { "prod-wefe": wefe, "prod-old": wefe } },
      drift: ["bridge", "prod-old", "none", "a Docker network with the stack's label"],
    },
  ])("$title", ({ changed, drift }) => expect(found(changed)).toEqual([drift]));
});

test("a service in a Docker network is compared by network, published ports and binds too", () => {
  const bridged: ContainerSettings = {
    ...settings,
    network: "bridge",
    bridges: ["prod-wefe"],
    ports: { "10.0.0.21:13306": "3306" },
    binds: { "/etc/my.cnf": "/opt/wefe/my.cnf (read)" },
  };
  const wanted = {
    ...desired,
    containers: desired.containers.map((one) => ({ ...one, settings: bridged })),
  };
  const seenWith = (changed: Partial<ContainerSettings>) =>
    found(container({ settings: { ...bridged, ...changed } }), wanted);
  expect(seenWith({})).toEqual([]);
  expect(seenWith({ bridges: ["bridge"], ports: {}, binds: { "/etc/my.cnf": "/opt/wefe/my.cnf" } })).toEqual([
    ["container", "prod-kafka1 bind at /etc/my.cnf", "/opt/wefe/my.cnf (read)", "/opt/wefe/my.cnf"],
    ["container", "prod-kafka1 Docker networks", "prod-wefe", "bridge"],
    ["container", "prod-kafka1 port 10.0.0.21:13306", "3306", "none"],
  ]);
});

describe("on the host itself", () => {
  test.each<{ title: string; changed: Partial<SeenServer>; drift: unknown }>([
    {
      title: "the script never ran, or its stamp was lost",
      changed: { scripts: {} },
      drift: ["host", "preparing script", "stamp 5c5c", "no stamp"],
    },
    {
      title: "another script ran last",
      changed: { scripts: { prepare: "6d6d" } },
      drift: ["host", "preparing script", "stamp 5c5c", "stamp 6d6d"],
    },
    {
      title: "a file that the script wrote was changed",
      changed: {
        stamped: [{ path: "/etc/docker/daemon.json", stamp: "prepare", stamped: "ca01", now: "dead" }],
      },
      drift: ["host", "/etc/docker/daemon.json", "sha256 ca01", "sha256 dead"],
    },
    {
      title: "a file that the script wrote is gone",
      changed: { stamped: [{ path: "/etc/docker/daemon.json", stamp: "prepare", stamped: "ca01" }] },
      drift: ["host", "/etc/docker/daemon.json", "sha256 ca01", "missing"],
    },
    {
      title: "the engine is no longer held",
      changed: { holds: { "docker.io": false } },
      drift: ["host", "package docker.io", "held at its version", "not held"],
    },
    {
      title: "the formed stamp is lost",
      changed: { formed: {} },
      drift: ["host", "formed stamp of kafka", "network 3f9a", "missing"],
    },
    {
      title: "the claim is another state's",
      changed: { owner: "beef" },
      drift: ["host", "claim", "network 3f9a", "network beef"],
    },
  ])("$title", ({ changed, drift }) => expect(found(changed)).toEqual([drift]));
});

test("a limit is put back on the living container", () => {
  const [drift] = serverDrift(desired, { k1: { ...good, ...set({ memoryMiB: 512 }) } });
  expect(drift?.remedy).toBe(
    "on k1: docker update --memory 1024m --memory-swap 1024m --cpus 1.5 --restart unless-stopped prod-kafka1",
  );
});

test("a limit of processors where none should be is put back by a new container, as docker update takes no 0", () => {
  const [one] = desired.containers;
  if (!one) throw new Error("there is a container");
  const unlimited = { ...desired, containers: [{ ...one, settings: { ...settings, cpus: 0 } }] };
  const remedies = serverDrift(unlimited, { k1: { ...good, ...set({ cpus: 2, memoryMiB: 512 }) } }).map(
    ({ remedy }) => remedy,
  );
  expect(remedies).toEqual([
    "pulumi up --replace '**::prod-kafka1'",
    "on k1: docker update --memory 1024m --memory-swap 1024m --restart unless-stopped prod-kafka1",
  ]);
});

test.each([
  ["prepare", "./consortium repair --stack prod runs the preparing script again"],
  [
    "placed-wefe",
    "pulumi up --replace '**::k1-wefe-files' places it again; then ./consortium restart --stack prod 'server:k1', for services read it when they start",
  ],
])("a file of the stamp %s is put back by what wrote it", (stamp, remedy) => {
  const stamped = [{ path: "/opt/wefe/board/config", stamp, stamped: "ca01" }];
  expect(serverDrift(desired, { k1: { ...good, stamped } })).toMatchObject([{ remedy }]);
});
