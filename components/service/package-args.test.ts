import { expect, test } from "vitest";
import { bridgedService, plainService } from "../../topology/testing/bridged.js";
import { bindArgs, furtherUlimits, packageArgs } from "./package-args.js";

test("a service that asks for nothing adds nothing to its container", () => {
  expect(packageArgs(plainService, undefined)).toEqual({});
  expect(bindArgs(plainService)).toEqual([]);
  expect(furtherUlimits(plainService)).toEqual([]);
});

test("ports are in the order in which the provider reads them back", () => {
  const [port] = bridgedService.ports;
  if (!port) throw new Error("the service has no port");
  const ports = [
    { ...port, port: 9000, target: 900 },
    { ...port, port: 8081, target: 80 },
    { ...port, port: 8080, target: 80 },
  ];
  expect(packageArgs({ ...bridgedService, ports }, "prod-wefe").ports).toEqual([
    { internal: 80, external: 8080, ip: "10.0.0.21" },
    { internal: 80, external: 8081, ip: "10.0.0.21" },
    { internal: 900, external: 9000, ip: "10.0.0.21" },
  ]);
});
