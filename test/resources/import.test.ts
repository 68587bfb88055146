import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Consortium, type ConsortiumSettings, SettingsError } from "consortium";
import { beforeAll, expect, test } from "vitest";
import { readStackFile } from "../../config/load.js";
import { pinsOf } from "./pins.js";
import { type Registration, underMocks } from "./program.js";

/* Pulumi.prod.yaml's settings as an object, in the program of somebody else. */

const project = join(import.meta.dirname, "../..");
const settings = readStackFile(join(project, "Pulumi.prod.yaml")).raw as unknown as ConsortiumSettings;
const credentials = { address: "registry.example.com", username: "reader" };

let all: Registration[] = [];
let refusal: unknown;
let madeByRefused: readonly Registration[] = [];
let network: Consortium;
let second: unknown;

beforeAll(async () => {
  const registrations: Registration[] = [];
  const refusalOf = (create: Promise<unknown>) =>
    create.then(
      () => undefined,
      (error: unknown) => error,
    );
  all = await underMocks(
    "prod",
    async () => {
      const bad = {
        ...settings,
        tier: "huge",
        servers: {
          ...settings.servers,
          zk1: { ...settings.servers?.zk1, address: pulumi.output("198.51.100.11") },
        },
        images: { ...settings.images, credentials: { ...credentials, password: pulumi.secret("sesame") } },
      } as unknown as ConsortiumSettings;
      refusal = await refusalOf(Consortium.create("network", bad, { stack: "no name" }));
      madeByRefused = [...registrations];
      const parent = new pulumi.ComponentResource("test:Platform", "platform");
      network = await Consortium.create("network", settings, { parent });
      second = await refusalOf(Consortium.create("other", settings));
    },
    {},
    registrations,
  );
}, 120_000);

test("bad settings are refused with every finding, before any resource is registered", () => {
  expect(refusal).toBeInstanceOf(SettingsError);
  expect(pulumi.RunError.isInstance(refusal)).toBe(true);
  const { findings, message } = refusal as SettingsError;
  expect(findings.map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
    "servers.zk1.address: not-known-yet",
    "stack: stack-name",
    "tier: not-allowed",
  ]);
  for (const { remedy } of findings) expect(message).toContain(remedy);
  expect(madeByRefused).toEqual([]);
});

test("everything stands below the component, and the component where it was put", () => {
  const parentOf = new Map(
    all.map(({ type, name, parent }) => [`${type.split("$").at(-1)}::${name}`, parent]),
  );
  const above = (parent: string): string[] => {
    if (parent === "") return [];
    const key =
      parent
        .split("$")
        .at(-1)
        ?.replace(/^urn:pulumi:[^:]*::[^:]*::/, "") ?? "";
    return [key, ...above(parentOf.get(key) ?? "")];
  };
  const outside = all.filter(({ parent }) => !above(parent).includes("consortium:index:Consortium::network"));
  expect(outside.map(({ type, name }) => `${type}::${name}`)).toEqual([
    "consortium:index:Consortium::network",
    "test:Platform::platform",
  ]);
  expect(parentOf.get("consortium:index:Consortium::network")).toMatch(/test:Platform::platform$/);
});

test("every resource has the inputs that the stack file's program gives it", () => {
  const own = all.filter(({ type }) => !type.startsWith("test:"));
  expect(pinsOf(own, [])).toBe(readFileSync(join(project, "test/pins/prod.yaml"), "utf8"));
});

test("the program has the stack's outputs and the flows", () => {
  expect(Object.keys(network.outputs).sort()).toEqual([
    "certificates",
    "connectionProfiles",
    "endpoints",
    "flows",
    "operations",
    "privateProfiles",
    "versions",
  ]);
  expect(network.outputs.endpoints).toMatchObject({ "peer0.org1.example.com": "198.51.100.21:7051" });
  expect(network.outputs.flows.length).toBeGreaterThan(0);
});

test("a second one in the same program is refused", () => {
  expect(pulumi.RunError.isInstance(second)).toBe(true);
  expect((second as Error).message).toBe(
    "Consortium other: this program has one already, network, and their resources would have the same names. Put it into a program of its own",
  );
});
