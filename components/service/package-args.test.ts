import fc from "fast-check";
import { expect, test } from "vitest";
import { nanoseconds } from "../../plugins/docker/units.js";
import { bridgedService, plainService } from "../../topology/testing/bridged.js";
import { bindArgs, furtherUlimits, goDuration, packageArgs } from "./package-args.js";

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

test.each([
  { seconds: 0, text: "0s" },
  { seconds: 10, text: "10s" },
  { seconds: 60, text: "1m0s" },
  { seconds: 90, text: "1m30s" },
  { seconds: 3605, text: "1h0m5s" },
])("$seconds s are written $text, as Go does", ({ seconds, text }) => {
  expect(goDuration(seconds)).toBe(text);
});

test("every duration is read back as it was meant", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
      expect(nanoseconds(goDuration(seconds))).toBe(seconds * 1e9);
    }),
  );
});
