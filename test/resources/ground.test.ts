import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { Ground } from "../../components/ground.js";
import { planWithoutFabric } from "../../topology/testing/bridged.js";
import { type Registration, underMocks } from "./program.js";

let all: Registration[] = [];
/** Two of one last word, as a vendor's compose files may have them. */
const imageOf: Readonly<Record<string, string>> = { mysql: "wefe/store:5.7", redis: "bitnami/store:7" };

beforeAll(async () => {
  const bare = planWithoutFabric();
  const plan = {
    ...bare,
    services: bare.services.map((service) => ({ ...service, image: imageOf[service.name] ?? "" })),
  };
  const image = (name: string) => ({
    kind: "reference" as const,
    name,
    reference: `registry.example.com/${name}@sha256:${"ab".repeat(32)}`,
    servers: ["p1"],
  });
  all = await underMocks("prod", async () => {
    const parent = new pulumi.ComponentResource("test:Package", "package");
    const ground = new Ground(
      {
        stack: { plan, secrets: new Map(), images: Object.values(imageOf).map(image) },
        founded: (id) => id,
      },
      { name: "network" },
    );
    for (const service of plan.services)
      ground.container(service, { material: new Map(), parent, after: [] });
  });
}, 60_000);

function named(type: string, name: string): Registration {
  const found = all.find((one) => one.type === type && one.name === name);
  if (!found) throw new Error(`nothing registers ${name}`);
  return found;
}

test("a stack without a Fabric network stands at the top of its state", () => {
  const places = all
    .filter(({ parent }) => parent === "" || parent.endsWith("::prod-prod"))
    .map(({ name }) => name);
  expect(places.sort()).toEqual(["images", "network-id", "network-teardown", "p1", "package", "preflight"]);
});

test("a Docker network goes to its server's engine, with the stack's labels and the subnet's first address", () => {
  const network = named("docker:index/network:Network", "prod-wefe-on-p1");
  expect(network).toMatchObject({
    provider: "p1-docker",
    deleteBeforeReplace: true,
    dependsOn: ["network-id", "network-teardown"],
  });
  expect(network.parent).toMatch(/::p1$/);
  expect(network.inputs).toEqual({
    name: "prod-wefe",
    driver: "bridge",
    ipamConfigs: [{ subnet: "172.30.0.0/16", gateway: "172.30.0.1" }],
    labels: [
      { label: "consortium.network", value: "0011223344556677" },
      { label: "consortium.stack", value: "prod" },
    ],
  });
});

const container = "docker:index/container:Container";

test("its services take the network's name from it, so that they go before it is made anew", () => {
  const { inputs, dependsOn } = named(container, "prod-mysql");
  expect(dependsOn).toContain("prod-wefe-on-p1");
  expect(inputs).toMatchObject({
    networkMode: "bridge",
    networksAdvanced: [{ name: "prod-wefe", aliases: ["db", "mysql.service"] }],
    ports: [
      { internal: 3306, external: 13306, ip: "10.0.0.21" },
      { internal: 33060, external: 33060, ip: "127.0.0.1" },
    ],
  });
});

test("a service gets what its package asks for, and digests of its placed files as a label", () => {
  const { inputs } = named(container, "prod-mysql");
  expect(inputs).toMatchObject({
    command: ["--skip-name-resolve"],
    entrypoints: ["/entrypoint.sh"],
    hostname: "mysql",
    privileged: true,
    init: true,
    capabilities: { adds: ["CAP_SYS_NICE"], drops: [] },
    securityOpts: ["seccomp=unconfined"],
    shmSize: 256,
    tmpfs: { "/tmp": "size=64m" },
    healthcheck: {
      tests: ["CMD-SHELL", "mysqladmin ping"],
      interval: "1m30s",
      timeout: "5s",
      retries: 3,
      startPeriod: "0s",
    },
    ulimits: [
      { name: "nofile", soft: 16_384, hard: 16_384 },
      { name: "core", soft: 0, hard: 0 },
      { name: "nproc", soft: 1024, hard: 2048 },
    ],
    volumes: [
      { volumeName: "prod-mysql-data", containerPath: "/var/lib/mysql" },
      { hostPath: "/opt/wefe/mysql/my.cnf", containerPath: "/etc/my.cnf", readOnly: true },
      { hostPath: "/opt/wefe/mysql/log", containerPath: "/var/log/mysql", readOnly: false },
    ],
  });
  expect(inputs.labels).toContainEqual({ label: "consortium.files", value: "5eed" });
});

test("a service that asks for nothing has the arguments that every service had", () => {
  expect(Object.keys(named(container, "prod-redis").inputs).sort()).toEqual([
    "cpus",
    "destroyGraceSeconds",
    "envs",
    "hosts",
    "image",
    "labels",
    "logDriver",
    "logOpts",
    "memory",
    "memorySwap",
    "name",
    "networkMode",
    "restart",
    "stopTimeout",
    "ulimits",
    "volumes",
  ]);
  expect(named(container, "prod-redis").inputs).toMatchObject({ networkMode: "host", volumes: [] });
});

test("two images of one last word are two, and each service runs its own", () => {
  const type = "docker:index/remoteImage:RemoteImage";
  expect(named(type, "wefe/store:5.7-on-p1").inputs).toMatchObject({
    name: `registry.example.com/wefe/store:5.7@sha256:${"ab".repeat(32)}`,
  });
  expect(named(container, "prod-mysql").inputs.image).toBe("sha256:wefe/store:5.7-on-p1");
  expect(named(container, "prod-redis").inputs.image).toBe("sha256:bitnami/store:7-on-p1");
});
