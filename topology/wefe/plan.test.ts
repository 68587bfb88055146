import { describe, expect, test } from "vitest";
import { serversOf, wefeChain } from "../fisco/testing/chain.js";
import type { Plan } from "../model/plan.js";
import { planStack } from "../plan.js";
import { bridgeSubnet } from "../rules/bridge-subnet.js";
import { dataVolume } from "../rules/data-volume.js";
import { portExposure } from "../rules/port-exposure.js";
import { portTwice } from "../rules/port-twice.js";
import { runRules } from "../rules/rule.js";
import { serverFits } from "../rules/server-fits.js";
import { contractsStep } from "./contracts.js";
import { archivesOf, type fixturePackage, planOf, settingsOf, wefeStack } from "./testing/stack.js";

const serviceOf = ({ services }: Plan, name: string) => {
  const found = services.find((one) => one.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

test("a union and a member on servers of their own are planned without a finding", async () => {
  const { plan, wefe, findings } = await planOf(wefeStack());
  expect(findings).toEqual([]);
  expect(wefe.union).toMatchObject({
    kind: "placed",
    server: "u1",
    url: "http://10.0.0.1:8086/union-service/",
    services: [
      "union-mongo",
      "union-wefe-union-service",
      "union-wefe-blockchain-data-sync",
      "union-wefe-manager-service",
      "union-wefe-manager-website",
    ],
  });
  expect(wefe.members.map(({ name, services }) => [name, services.length])).toEqual([["alpha", 12]]);
  for (const rule of [portTwice, portExposure, bridgeSubnet, dataVolume, serverFits])
    expect(runRules([rule], plan)).toEqual([]);
});

test("each value that derives from an address is set in the file that the service mounts", async () => {
  const { wefe } = await planOf(wefeStack());
  const set = wefe.changes
    .filter(({ file }) => !file.endsWith("docker-compose.yml"))
    .map(({ service, key, to }) => [service, key, to]);
  expect(set).toEqual([
    ["union-wefe-union-service", "block.chain.fisco-bcos.ip", "10.0.0.1"],
    ["union-wefe-blockchain-data-sync", "block.chain.fisco-bcos.ip", "10.0.0.1"],
    ["union-wefe-manager-service", "block.chain.fisco-bcos.ip", "10.0.0.1"],
    ["alpha-wefe-board-service", "wefe.union.base-url", "http://10.0.0.1:8086/union-service/"],
    ["alpha-wefe-gateway", "wefe.union.base-url", "http://10.0.0.1:8086/union-service/"],
    ["alpha-iam-portal-web", "location /manager-website/ proxy_pass", "10.0.0.1:85"],
    ["alpha-iam-portal-web", "location /manager-service/ proxy_pass", "10.0.0.1:8085"],
  ]);
});

test("a service is what its compose file says, in its side's part of the row", async () => {
  const { plan } = await planOf(wefeStack());
  expect(serviceOf(plan, "alpha-wefe-board-service")).toMatchObject({
    container: "prod-alpha-wefe-board-service",
    role: "wefe-service",
    phase: "wefe-service",
    server: "m1",
    image: "wefe-fixture/wefe-board-service-stand-in:3.8.3",
    command: ["wefe-board-service"],
    env: { TZ: "Asia/Shanghai", JAVA_OPTS: "-Xms256m -Xmx1024m" },
    hosts: {
      "mysql.service": "10.0.0.2",
      "redis.service": "10.0.0.2",
      "clickhouse.service": "10.0.0.2",
      "host.service": "10.0.0.2",
    },
    // 2 GiB of the compose file, where the share of 32 GiB is 4 GiB.
    limits: { memoryMiB: 2048, cpus: 1.5, cpuWeight: 192, openFiles: 16_384 },
    ports: [{ name: "tcp-8084", port: 8084, target: 8080, exposure: "public", address: "0.0.0.0" }],
    bridge: { network: "prod-wefe", aliases: ["wefe-board-service"] },
    stopSeconds: 10,
    binds: [
      { from: "/opt/wefe/wefe-board-service/config", path: "/opt/service/config", access: "read" },
      { from: "/etc/localtime", path: "/etc/localtime", access: "read" },
    ],
  });
  expect(
    serviceOf(plan, "alpha-wefe-board-service").volumes.map(({ name, path }) => [name.slice(0, 53), path]),
  ).toEqual([
    ["prod-alpha-wefe-board-service-data-wefe_file_upload_d", "/data/wefe_file_upload_dir"],
    ["prod-alpha-wefe-board-service-data-logs-wefe-board-se", "/data/logs/wefe-board-service"],
  ]);
  expect(serviceOf(plan, "alpha-mysql")).toMatchObject({
    role: "wefe-data",
    stopSeconds: 60,
    ports: [{ name: "tcp-3306", port: 3306, exposure: "private", address: "10.0.0.2" }],
  });
  expect(serviceOf(plan, "alpha-wefe-flow").phase).toBe("wefe-follower");
  expect(serviceOf(plan, "alpha-iam-portal-web").role).toBe("wefe-website");
});

test("the union's service serves when it answers as the manual says (3.3)", async () => {
  const { plan } = await planOf(wefeStack());
  const [check] = serviceOf(plan, "union-wefe-union-service").ready ?? [];
  if (check?.kind !== "http") throw new Error("it is not asked over HTTP");
  expect(check).toMatchObject({ host: "10.0.0.1", port: 8086, path: "/union-service/service/alive" });
  const well = (body: string) => new RegExp(check.matches ?? "").test(body);
  expect(well('{"code":0,"data":null,"message":null,"spend":1}')).toBe(true);
  expect(well('{ "code" : 0 }')).toBe(true);
  expect(well('{"code":10003,"data":null,"message":"no chain","spend":1}')).toBe(false);
  expect(well("<html></html>")).toBe(false);
});

test("the certificates of the chain's SDK go where the service's properties look for them", async () => {
  const { wefe } = await planOf(wefeStack());
  const placed = wefe.placements.find(({ server }) => server === "u1")?.texts ?? [];
  expect(
    placed
      .filter(({ path }) => path.startsWith("wefe-union-service/cert"))
      .map(({ path, mode, source }) => [path, mode, source]),
  ).toEqual([
    ["wefe-union-service/cert/ca.crt", "0644", { kind: "material", name: "fisco/channel/union/certificate" }],
    ["wefe-union-service/cert/sdk.crt", "0644", { kind: "material", name: "fisco/sdk/union/certificate" }],
    ["wefe-union-service/cert/sdk.key", "0600", { kind: "material", name: "fisco/sdk/union/key" }],
  ]);
  expect(placed).toHaveLength(12);
  const { plan } = await planOf(wefeStack());
  expect(serviceOf(plan, "union-wefe-union-service").placedMaterial).toEqual([
    "fisco/channel/union/certificate",
    "fisco/sdk/union/certificate",
    "fisco/sdk/union/key",
  ]);
});

test("data that a service only reads stays so", async () => {
  const { plan } = await planOf(wefeStack(), (read) => ({
    ...read,
    services: read.services.map((one) => ({
      ...one,
      mounts: one.mounts.map((mount) =>
        mount.kind === "data" && one.name === "mysql" ? { ...mount, access: "read" } : mount,
      ),
    })),
  }));
  expect(new Set(serviceOf(plan, "alpha-mysql").volumes.map(({ access }) => access))).toEqual(
    new Set(["read"]),
  );
  expect(serviceOf(plan, "alpha-wefe-board-service").volumes.every((one) => !("access" in one))).toBe(true);
});

/** The fixture with other text in one file. */
function edited(file: string, edit: (text: string) => string) {
  return (read: Awaited<ReturnType<typeof fixturePackage>>) => ({
    ...read,
    files: {
      ...read.files,
      text: (path: string) => {
        const text = read.files.text(path);
        return path === file && text !== undefined ? edit(text) : text;
      },
    },
  });
}

const unionProperties = "wefe-union-service/config/application.properties";

describe("where certificates go", () => {
  test("properties that name no folder are refused", async () => {
    const { findings } = await planOf(
      wefeStack(),
      edited(unionProperties, (text) => text.replace(/^.*certPath.*$/m, "")),
    );
    expect(findings.map(({ rule, path }) => [rule, path])).toEqual([
      ["wefe-sdk-folder", `wefe.package: ${unionProperties}:1 certPath`],
    ]);
  });

  test("a folder that the package does not bring gets them in the container, and is no volume", async () => {
    const { plan, findings } = await planOf(
      wefeStack(),
      edited(unionProperties, (text) => text.replace("/opt/service/cert", "/opt/service/other")),
    );
    expect(findings).toEqual([]);
    expect(serviceOf(plan, "union-wefe-union-service").files.map(({ path }) => path)).toEqual([
      "/opt/service/other/ca.crt",
      "/opt/service/other/sdk.crt",
      "/opt/service/other/sdk.key",
    ]);
  });

  test("a chain that is there already needs none of ours", async () => {
    const { wefe, plan, findings } = await planOf(
      wefeStack({ union: { server: "u1", existing: { fisco: "10.9.9.9", mongodb: "10.9.9.8" } } }),
    );
    expect(findings).toEqual([]);
    expect(plan.services.filter(({ after }) => after?.includes(contractsStep))).toEqual([]);
    expect(
      wefe.placements.flatMap(({ texts }) => texts).filter(({ path }) => /\.(crt|key)$/.test(path)),
    ).toEqual([]);
    expect(serviceOf(plan, "union-wefe-union-service").hosts).toEqual({
      "mongodb.service": "10.9.9.8",
      "fisco.service": "10.9.9.9",
      "host.service": "10.0.0.1",
    });
    expect(plan.services.some(({ name }) => name === "union-mongo")).toBe(false);
  });
});

test.each([
  { channelPort: 20_200, key: "", findings: [] },
  { channelPort: 20_300, key: "", findings: [] },
  { channelPort: 20_300, key: "removed", findings: ["wefe-chain-port"] },
  { channelPort: 20_200, key: "removed", findings: [] },
])(
  "node at channel port $channelPort, key $key: $findings",
  async ({ channelPort, key, findings: expected }) => {
    const stack = wefeStack(
      {},
      {
        fisco: {
          version: "2.9.1",
          agencies: { union: { nodes: { node0: { server: "u1", channelPort } } } },
          console: { server: "u1", agency: "union" },
          acceptNoFaultTolerance: true,
        },
      },
    );
    const { wefe, findings } = await planOf(
      stack,
      edited(unionProperties, (text) => (key === "removed" ? text.replace(/^.*channelPort.*$/m, "") : text)),
    );
    expect(findings.map(({ rule }) => rule)).toEqual(expected);
    const set = wefe.changes.filter(
      ({ key: changed, service }) =>
        changed.endsWith("channelPort") && service === "union-wefe-union-service",
    );
    expect(set.map(({ to }) => to)).toEqual(key === "" && channelPort === 20_300 ? ["20300"] : []);
  },
);

test("a group of the chain that is not the first is set wherever a service of the union has a key for it", async () => {
  const { wefe } = await planOf(wefeStack({}, { fisco: { ...wefeChain, groupId: 2 } }));
  const set = wefe.changes.filter(({ to, file }) => to === "2" && file.endsWith(".properties"));
  expect(set.map(({ service, key }) => `${service} ${key}`)).toEqual([
    "union-wefe-union-service block.chain.group_id",
    "union-wefe-blockchain-data-sync block.chain.group_id",
    "union-wefe-blockchain-data-sync contract.data-sync-group-id",
    "union-wefe-manager-service block.chain.group_id",
  ]);
});

/** The fixture with services that depend on others besides. */
function depending(on: Readonly<Record<string, string>>) {
  return (read: Awaited<ReturnType<typeof fixturePackage>>) => ({
    ...read,
    services: read.services.map((one) => {
      const service = on[one.name];
      return service === undefined
        ? one
        : { ...one, dependsOn: [{ service, condition: "started", missing: "refused" } as const] };
    }),
  });
}

describe("a circle of services that wait for each other is refused where a compose file makes it", () => {
  test.each([
    {
      title: "against the stages",
      on: { mysql: "wefe-board-service" },
      path: "wefe.package: mysql/docker-compose.yml:4 services.mysql.depends_on",
      found: /^alpha-mysql waits for alpha-wefe-board-service waits for alpha-mysql$/,
      remedy: /^take wefe-board-service out of depends_on/,
    },
    {
      title: "among services of a stage",
      on: { redis: "nacos", nacos: "redis" },
      path: "wefe.package: redis/docker-compose.yml:4 services.redis.depends_on",
      found: /^alpha-redis waits for alpha-nacos waits for alpha-redis$/,
      remedy: /^take nacos out of depends_on/,
    },
  ])("$title", async ({ on, path, found, remedy }) => {
    const { findings } = await planOf(wefeStack(), depending(on));
    expect(findings).toEqual([
      expect.objectContaining({
        rule: "compose-dependency",
        severity: "error",
        path,
        found: expect.stringMatching(found),
        remedy: expect.stringMatching(remedy),
      }),
    ]);
  });

  test("what is in the order of the stages is none", async () => {
    const { findings } = await planOf(wefeStack(), depending({ "wefe-flow": "mysql", nacos: "mysql" }));
    expect(findings).toEqual([]);
  });
});

describe("what is wrong with a package", () => {
  test("a file that is not UTF-8 is not written again", async () => {
    const spoil = edited(unionProperties, (text) => `# first\n# \ufffd\ufffd\n${text}`);
    const { findings } = await planOf(wefeStack(), spoil);
    expect(findings).toMatchObject([
      { path: `wefe.package: ${unionProperties}:2`, rule: "overlay-encoding", severity: "error" },
    ]);
  });

  test("a service's folder is missing", async () => {
    const { findings } = await planOf(
      wefeStack({ members: { alpha: { server: "m1", optional: ["flsql"] } } }),
    );
    expect(findings.map(({ rule, path, message }) => [rule, path, message])).toEqual(
      ["wefe-tee-attestation", "wefe-tee-server", "wefe-flsql-service"].map((name) => [
        "wefe-service-missing",
        "wefe.members.alpha",
        `the package describes no service ${name}`,
      ]),
    );
  });

  test("a host name that nobody knows", async () => {
    const { findings } = await planOf(wefeStack(), (read) => ({
      ...read,
      services: read.services.map((one) =>
        one.name === "wefe-flow" ? { ...one, hosts: { ...one.hosts, "spark.service": "127.0.0.1" } } : one,
      ),
    }));
    expect(findings.map(({ rule, found }) => [rule, found])).toEqual([
      ["wefe-host-name", "spark.service:127.0.0.1"],
    ]);
  });

  test.each([
    { title: "every image is there", tags: undefined, arches: ["amd64"] as const, rules: [] },
    {
      title: "no archive for the architecture",
      tags: undefined,
      arches: ["arm64"] as const,
      rules: ["package-image-missing"],
    },
    { title: "no image", tags: [], arches: ["amd64"] as const, rules: ["package-image-missing"] },
  ])("$title", async ({ tags, arches, rules }) => {
    const { findings } = await planOf(wefeStack({ members: {} }), (read) => ({
      ...read,
      archives: archivesOf(
        tags ?? (read.archives ?? []).flatMap(({ images }) => images.flatMap((image) => image.tags)),
        arches,
      ),
    }));
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(rules);
  });

  test("an image of another architecture than its archive is listed for", async () => {
    const { findings } = await planOf(wefeStack({ members: {} }), (read) => ({
      ...read,
      archives: archivesOf(
        (read.archives ?? []).flatMap(({ images }) => images.flatMap((image) => image.tags)),
      ).map((archive) => ({
        ...archive,
        images: archive.images.map((image) => ({ ...image, architecture: "arm64" })),
      })),
    }));
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(["package-image-architecture"]);
  });

  test("data of two services at one path", async () => {
    const { findings } = await planOf(wefeStack(), (read) => {
      const shared = read.services.find(({ name }) => name === "wefe-board-service")?.mounts ?? [];
      return {
        ...read,
        services: read.services.map((one) =>
          one.name === "wefe-flow"
            ? { ...one, mounts: [...one.mounts, ...shared.filter(({ kind }) => kind === "data")] }
            : one,
        ),
      };
    });
    expect([...new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))]).toEqual([
      "warning wefe-data-shared",
    ]);
  });

  test("data of one service at two paths is one volume", async () => {
    const { plan, findings } = await planOf(wefeStack(), (read) => ({
      ...read,
      services: read.services.map((one) => {
        const data = one.mounts.filter(({ kind }) => kind === "data");
        return one.name === "wefe-flow"
          ? {
              ...one,
              mounts: [...one.mounts, ...data.map((mount) => ({ ...mount, path: `/also${mount.path}` }))],
            }
          : one;
      }),
    }));
    expect(findings).toEqual([]);
    expect(runRules([dataVolume], plan)).toEqual([]);
    const volumes = serviceOf(plan, "alpha-wefe-flow").volumes;
    expect(volumes.length).toBeGreaterThan(0);
    for (const { path, alsoAt } of volumes) expect(alsoAt).toEqual([{ path: `/also${path}` }]);
  });

  test("no subnet anywhere", async () => {
    const none = await planOf(wefeStack(), (read) => ({ ...read, networks: [] }));
    expect(none.findings.map(({ rule, path }) => [rule, path])).toEqual([["wefe-network", "wefe.subnet"]]);
    const own = await planOf(wefeStack({ subnet: "172.31.0.0/16" }), (read) => ({ ...read, networks: [] }));
    expect(own.findings).toEqual([]);
  });
});

test("on an ARM before v8.2 the manual's older images run, and the plan says so", async () => {
  const servers = serversOf({ u1: undefined, m1: undefined });
  const arm = (level: string) =>
    Object.fromEntries(
      Object.entries(servers ?? {}).map(([name, server]) => [name, { ...server, arch: level }]),
    );
  const imagesOn = async (level: string) => {
    const { plan, wefe } = await planOf(wefeStack({}, { servers: arm(level) as typeof servers }));
    const images = ["union-mongo", "alpha-clickhouse", "alpha-wefe-flow"].map(
      (name) => serviceOf(plan, name).image,
    );
    return {
      images,
      changes: wefe.changes
        .filter(({ key }) => key.endsWith(".image"))
        .map(({ service, to }) => [service, to]),
    };
  };
  expect(await imagesOn("arm64-v8.2")).toEqual({
    images: [
      "wefe-fixture/mongo-stand-in:5.0.21",
      "wefe-fixture/clickhouse-stand-in:22.8",
      "wefe-fixture/wefe-flow-stand-in:3.8.3",
    ],
    changes: [],
  });
  expect(await imagesOn("arm64-v8.0")).toEqual({
    images: ["wefe/mongo:4.2.20", "wefe/bitnami/clickhouse:22.3.20", "wefe-fixture/wefe-flow-stand-in:3.8.3"],
    changes: [
      ["union-mongo", "wefe/mongo:4.2.20"],
      ["alpha-clickhouse", "wefe/bitnami/clickhouse:22.3.20"],
    ],
  });
});

test("both sides on one server share a Docker network and a row, and the manager's pages stay where they are", async () => {
  const { plan, wefe, findings } = await planOf(wefeStack({ members: { alpha: { server: "u1" } } }));
  expect(findings).toEqual([]);
  expect(plan.bridges).toEqual([{ server: "u1", name: "prod-wefe", subnet: "172.30.0.0/16" }]);
  expect(wefe.placements.map(({ server }) => server)).toEqual(["u1"]);
  expect(plan.servers.map(({ name, needs, dataRoot }) => [name, needs, dataRoot])).toEqual([
    ["u1", { cpus: 8, memoryMiB: 32_768, diskMiB: 307_200 }, "/data/docker"],
  ]);
  expect(wefe.changes.filter(({ file }) => file.endsWith("webapp.conf"))).toEqual([]);
  expect(runRules([portTwice, bridgeSubnet], plan)).toEqual([]);
});

test("each side has its own tier; optional parts come on top of a member's row", async () => {
  const { plan } = await planOf(
    wefeStack({
      union: { server: "u1", tier: "economy" },
      members: { alpha: { server: "m1", optional: ["serving"] } },
    }),
  );
  expect(plan.servers.map(({ name, needs }) => [name, needs])).toEqual([
    ["m1", { cpus: 9, memoryMiB: 36_864, diskMiB: 307_200 }],
    ["u1", { cpus: 8, memoryMiB: 16_384, diskMiB: 512_000 }],
  ]);
});

test("a union that is there already is asked, and nothing of its side is made", async () => {
  const url = "http://10.0.0.9:8086/union-service/";
  const { plan, wefe, findings } = await planOf(wefeStack({ union: { url } }, { fisco: undefined }));
  expect(findings).toEqual([]);
  expect(wefe.union).toEqual({ kind: "there", url });
  expect(plan.services.filter(({ server }) => server !== "m1")).toEqual([]);
  expect(wefe.changes.filter(({ key }) => key === "wefe.union.base-url").map(({ to }) => to)).toEqual([
    url,
    url,
  ]);
});

test("names of a union that is known by its name lead to the member's own server, as the manual writes them", async () => {
  const { plan, findings } = await planOf(
    wefeStack({ union: { url: "https://public.example/union-service/" } }, { fisco: undefined }),
    (read) => ({
      ...read,
      services: read.services.map((one) =>
        one.name === "wefe-flow"
          ? {
              ...one,
              hosts: { ...one.hosts, "mongodb.service": "127.0.0.1", "fisco.service": "127.0.0.1" },
            }
          : one,
      ),
    }),
  );
  expect(findings).toEqual([]);
  expect(serviceOf(plan, "alpha-wefe-flow").hosts).toMatchObject({
    "mongodb.service": "10.0.0.2",
    "fisco.service": "10.0.0.2",
  });
});

describe("a file that is changed for one service", () => {
  const boardConfig = "wefe-board-service/config";
  const placedOf = async (url: string, mounted: string) => {
    const { plan, wefe, findings } = await planOf(
      wefeStack({ union: { url } }, { fisco: undefined }),
      (read) => ({
        ...read,
        services: read.services.map((one) =>
          one.name === "wefe-flow"
            ? {
                ...one,
                mounts: [
                  ...one.mounts,
                  { kind: "package", source: mounted, path: "/board", access: "read" } as const,
                ],
              }
            : one,
        ),
      }),
    );
    expect(findings).toEqual([]);
    const texts = wefe.placements.flatMap((placement) => placement.texts.map(({ path }) => path));
    return { placed: serviceOf(plan, "alpha-wefe-flow").placed, texts };
  };

  test.each([
    { mounted: boardConfig, anew: true },
    { mounted: `${boardConfig}/application.properties`, anew: true },
    { mounted: "wefe-board-service/docker-compose.yml", anew: false },
  ])("makes another one that mounts $mounted anew: $anew", async ({ mounted, anew }) => {
    const before = await placedOf("http://10.0.0.8:8086/union-service/", mounted);
    const after = await placedOf("http://10.0.0.9:8086/union-service/", mounted);
    expect(after.placed !== before.placed).toBe(anew);
    // It is placed once, however many mount it.
    expect(after.texts).toEqual([...new Set(after.texts)]);
  });
});

test("flows: what the manual knows of, and nothing else from outside", async () => {
  const { plan } = await planOf(wefeStack({ members: { alpha: { server: "m1" }, beta: { server: "m2" } } }));
  expect(
    plan.flows.filter(({ from }) => from.length > 0).map(({ to, port, from }) => [to, port, from]),
  ).toEqual([
    ["u1", 20_200, ["clients"]],
    ["u1", 20_201, ["clients"]],
    ["m1", 50_052, ["clients", "m2", "u1"]],
    ["m2", 50_052, ["clients", "m1", "u1"]],
    ["u1", 8085, ["m1", "m2"]],
    ["u1", 8086, ["clients", "m1", "m2"]],
    ["m1", 80, ["clients"]],
    ["m2", 80, ["clients"]],
    ["u1", 85, ["m1", "m2"]],
  ]);
  expect(plan.servers.map(({ name, dials }) => [name, dials])).toEqual([
    ["m1", ["m2", "u1"]],
    ["m2", ["m1", "u1"]],
    ["u1", []],
  ]);
});

test("the registry's port 5000 meets the flow's on a member's server, and not on the union's", async () => {
  const withRegistry = async (server: string) => {
    const { plan } = await planOf(wefeStack({}, { images: { archives: "images", registry: { server } } }));
    return runRules([portTwice], plan).map(({ path, found }) => [path, found]);
  };
  expect(await withRegistry("m1")).toEqual([
    ["servers.m1", "10.0.0.2:5000 by registry (registry) and alpha-wefe-flow (tcp-5000)"],
  ]);
  expect(await withRegistry("u1")).toEqual([]);
});

test("a written port of the chain meets a service's of the union", async () => {
  const agencies = { union: { nodes: { node0: { server: "u1", channelPort: 8086 } } } };
  const { plan } = await planOf(
    wefeStack({}, { fisco: { version: "2.9.1", agencies, console: { server: "u1", agency: "union" } } }),
  );
  expect(runRules([portTwice], plan).map(({ found }) => found)).toEqual([
    "10.0.0.1:8086 by node0 (channel) and union-wefe-union-service (union)",
  ]);
});

test.each([
  { subnet: "172.30.0.0/16", complaints: 0 },
  { subnet: "10.0.0.0/24", complaints: 2 },
  { subnet: "172.30.0.0/27", complaints: 0 },
  { subnet: "172.30.0.0/28", complaints: 1 },
])("subnet $subnet: $complaints complaints", async ({ subnet, complaints }) => {
  // A member has 12 services, so /28 with 14 addresses and Docker's own is too small for it, and fits the union's 5.
  const { plan } = await planOf(
    wefeStack(
      { subnet, members: { alpha: { server: "m1", optional: ["serving"] } } },
      { servers: serversOf({ u1: undefined, m1: undefined }) },
    ),
  );
  expect(new Set(runRules([bridgeSubnet], plan).map(({ path }) => path)).size).toBe(complaints);
});

test("without the package nothing of the federation is planned, and the chain is", () => {
  const { plan, findings } = planStack(settingsOf(wefeStack()), { stack: "prod" });
  expect(findings).toEqual([]);
  expect(plan.networks.wefe).toBeUndefined();
  expect(plan.services.map(({ role }) => role)).toEqual(["fisco-node", "fisco-node", "fisco-console"]);
});
