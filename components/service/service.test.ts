import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { PlannedService } from "../../topology/model/service.js";
import { planNetwork } from "../../topology/plan.js";
import { bridgedService } from "../../topology/testing/bridged.js";
import { manualStack, settingsOf } from "../../topology/testing/stack.js";
import { describeContainer } from "./service.js";

const network = { stack: "prod", id: pulumi.output("3f9a") };
const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

// A container whose hash changes is made anew: all networks that run would roll.
test("the specification of a service is hashed as it always was", async () => {
  const plan = planNetwork(settingsOf(manualStack()), { stack: "prod" });
  const service = plan.services.find(({ name }) => name === "kafka1");
  if (!service) throw new Error("no kafka1");
  const { spec } = describeContainer({ service, network, imageId: "sha256:aaa", material: new Map() });
  expect(await resolved(spec)).toBe("a5710b042ca6b71e");
});

test("another way to ask whether a service serves makes no other container", async () => {
  const specOf = (service: PlannedService) =>
    resolved(
      describeContainer({
        service,
        network,
        bridge: "prod-wefe",
        imageId: "sha256:aaa",
        material: new Map(),
      }).spec,
    );
  const { ready: _, ...without } = bridgedService;
  const asked = (host: string): PlannedService => ({
    ...without,
    ready: [{ kind: "tcp", host, port: 3306 }],
  });
  expect(await specOf(asked("10.0.0.9"))).toBe(await specOf(asked("10.0.0.1")));
  expect(await specOf(asked("10.0.0.1"))).toBe(await specOf(without));
  expect(await specOf({ ...without, stopSeconds: 61 })).not.toBe(await specOf(without));
});

describe("what is placed on the server for a service", () => {
  const filesLabel = async (content: string, placedMaterial?: readonly string[]) => {
    const { args } = describeContainer({
      service: { ...bridgedService, ...(placedMaterial ? { placedMaterial } : {}) },
      network,
      bridge: "prod-wefe",
      imageId: "sha256:aaa",
      material: new Map([["fisco/sdk/union/certificate", pulumi.output(content)]]),
    });
    const labels = await resolved(pulumi.output(args.labels ?? []));
    return labels?.find(({ label }) => label === "consortium.files")?.value;
  };

  test("is told by its planned digest", async () => {
    expect(await filesLabel("OLD")).toBe("5eed");
  });

  test("is another when a certificate among it is renewed", async () => {
    const certificate = ["fisco/sdk/union/certificate"];
    const [old, renewed] = [await filesLabel("OLD", certificate), await filesLabel("NEW", certificate)];
    expect(old).toMatch(/^[0-9a-f]{16}$/);
    expect(renewed).not.toBe(old);
    expect(await filesLabel("OLD", certificate)).toBe(old);
  });
});

test("a volume is mounted at each of its paths", async () => {
  const [volume] = bridgedService.volumes;
  if (!volume) throw new Error("it has no volume");
  const { args } = describeContainer({
    service: { ...bridgedService, volumes: [{ ...volume, alsoAt: [{ path: "/backup", access: "read" }] }] },
    network,
    bridge: "prod-wefe",
    imageId: "sha256:aaa",
    material: new Map(),
  });
  expect((await resolved(pulumi.output(args.volumes ?? [])))?.filter(({ volumeName }) => volumeName)).toEqual(
    [
      { volumeName: "prod-mysql-data", containerPath: "/var/lib/mysql" },
      { volumeName: "prod-mysql-data", containerPath: "/backup", readOnly: true },
    ],
  );
});

test("data that a service only reads is mounted read-only", async () => {
  const volumes = [
    { name: "prod-mysql-shared", path: "/shared", frozen: {}, access: "read" },
    { name: "prod-mysql-data", path: "/var/lib/mysql", frozen: {} },
  ] as const;
  const service = { ...bridgedService, volumes, binds: [] };
  const material = new Map();
  const { args } = describeContainer({
    service,
    network,
    bridge: "prod-wefe",
    imageId: "sha256:aaa",
    material,
  });
  expect(await resolved(pulumi.output(args.volumes))).toEqual([
    { volumeName: "prod-mysql-shared", containerPath: "/shared", readOnly: true },
    { volumeName: "prod-mysql-data", containerPath: "/var/lib/mysql" },
  ]);
});

test("a service in a Docker network needs the network", () => {
  expect(() =>
    describeContainer({ service: bridgedService, network, imageId: "sha256:aaa", material: new Map() }),
  ).toThrow("mysql: its Docker network is not made");
});
