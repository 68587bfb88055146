import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { portExposure } from "./port-exposure.js";
import { planWith } from "./testing/plan.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

/** The port of that name, elsewhere. */
const moved = (service: string, name: string, to: { readonly address?: string; readonly port?: number }) =>
  planWith(service, ({ ports }) => ({
    ports: ports.map((port) => (port.name === name ? { ...port, ...to } : port)),
  }));

test.each([
  { service: "kafka1", name: "client", to: {}, paths: [] },
  { service: "kafka1", name: "client", to: { address: "0.0.0.0" }, paths: ["servers.k1"] },
  { service: "kafka1", name: "client", to: { address: "127.0.0.1" }, paths: ["servers.k1"] },
  { service: "orderer0.example.com", name: "admin", to: { address: "198.51.100.18" }, paths: ["servers.o1"] },
  { service: "orderer0.example.com", name: "operations", to: { address: "127.0.0.2" }, paths: [] },
  {
    service: "peer0.org1.example.com",
    name: "operations",
    to: { address: "0.0.0.0" },
    paths: ["servers.p1"],
  },
  { service: "peer0.org1.example.com", name: "grpc", to: { port: 65536 }, paths: ["servers.p1"] },
])("$name of $service at $to: $paths", ({ service, name, to, paths }) => {
  expect(pathsOf(portExposure, moved(service, name, to))).toEqual(paths);
});

test.each([
  { peers: 56, paths: [] },
  { peers: 57, paths: ["servers.p1"] },
])("$peers peers on one server have ports below 65536: $paths", ({ peers, paths }) => {
  // The 57th operations port would be 9443 + 56 * 1000 = 65443; the 58th 66443. peer0 stands there already.
  const more = Object.fromEntries(Array.from({ length: peers }, (_, n) => [`extra${n}`, "p1"]));
  const settings = settingsWith({ "fabric.organizations.Org1.peers": { peer0: "p1", ...more } });
  expect(pathsOf(portExposure, planNetwork(settings, { stack: "test" }))).toEqual(paths);
});
