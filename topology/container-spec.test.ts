import { expect, test } from "vitest";
import { containerSpecV1 } from "./container-spec.js";
import type { PlannedService } from "./model/service.js";
import { planNetwork } from "./plan.js";
import { sha256 } from "./sha256.js";
import { bridgedService } from "./testing/bridged.js";
import { manualStack, settingsOf } from "./testing/stack.js";

/** What the example stacks (test/pins) do not have: CouchDB, and TLS between orderers, brokers and ZooKeeper. */
function otherStack(): readonly PlannedService[] {
  const stack = manualStack();
  if (!stack.fabric) throw new Error("no Fabric network");
  const { ordering, organizations } = stack.fabric;
  const withCouchDB = Object.entries(organizations).map(([name, own]) => [
    name,
    { ...own, stateDatabase: "couchdb" as const },
  ]);
  return planNetwork(
    settingsOf({
      ...stack,
      fabric: {
        ...stack.fabric,
        ordering: { ...ordering, tls: true },
        organizations: Object.fromEntries(withCouchDB),
      },
    }),
    { stack: "prod" },
  ).services;
}

const pin = (service: PlannedService) => sha256(containerSpecV1(service)).slice(0, 16);

// A text that changes makes every running container anew: never renew these, add a version 2.
test.each([
  { name: "couchdb-bar.org5.example.com", hash: "24499dce410ad94f" },
  { name: "zookeeper1", hash: "fd991adc13576115" },
  { name: "kafka1", hash: "5065de35b93dd1eb" },
  { name: "orderer0.example.com", hash: "dd26bc3696f1c6e3" },
  { name: "bar.org5.example.com", hash: "aad9516a9fd8dd6b" },
])("the specification of $name is what it was, with CouchDB and TLS in the messaging", ({ name, hash }) => {
  const service = otherStack().find((one) => one.name === name);
  if (!service) throw new Error(`no ${name}`);
  expect(pin(service)).toBe(hash);
});

test("every field of a service of a vendor's package counts, in a fixed order", () => {
  const [volume] = bridgedService.volumes;
  if (!volume) throw new Error("no volume");
  const service: PlannedService = {
    ...bridgedService,
    volumes: [{ ...volume, access: "read", alsoAt: [{ path: "/backup", access: "read" }] }],
    placedMaterial: ["fisco/sdk/union/certificate"],
    secrets: { healthcheck: "h", entrypoint: "e", command: "c", env: { A: "a" } },
    options: {
      groups: ["7"],
      dns: ["10.0.0.1"],
      ulimits: { nproc: { soft: 1, hard: 2 } },
      tmpfs: { "/scratch": "size=1m" },
      sysctls: { "net.ipv4.ip_forward": "1" },
      stopSignal: "SIGINT",
      shmMiB: 64,
      securityOptions: ["no-new-privileges"],
      devices: [{ from: "/dev/a", path: "/dev/b", permissions: "rwm" }],
      capabilities: { drop: ["ALL"], add: ["SYS_NICE"] },
      readOnly: true,
      stdin: true,
      tty: true,
      init: true,
      privileged: true,
      hostname: "h",
      user: "0",
      workingDir: "/w",
      entrypoint: ["sh"],
    },
  };
  expect(pin(service)).toBe("4c373c3ae0d230be");
});

test("what the plan holds beside the list makes no other container", () => {
  const { ready: _, ...without } = bridgedService;
  const more = { ...bridgedService, ready: [], owner: "Org1", belongsTo: "peer0" };
  expect(containerSpecV1(more)).toBe(containerSpecV1(without));
});
