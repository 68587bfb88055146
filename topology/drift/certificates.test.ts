import { expect, test } from "vitest";
import { certificateDrift } from "./certificates.js";

const now = new Date("2026-06-01T00:00:00Z");

test.each([
  { end: "2027-06-01T00:00:00Z", found: [] },
  { end: "2026-07-01T00:00:01Z", found: [] },
  { end: "2026-06-30T12:00:00Z", found: ["ends in 29 days, 2026-06-30T12:00:00Z"] },
  { end: "2026-06-01T00:00:00Z", found: ["ended 2026-06-01T00:00:00Z"] },
  { end: "2025-06-01T00:00:00Z", found: ["ended 2025-06-01T00:00:00Z"] },
  { end: "soon", found: ["no date: soon"] },
])("on 2026-06-01 a certificate until $end shows $found", ({ end, found }) => {
  expect(certificateDrift({ "peer0 tls": end }, now).map((one) => one.found)).toEqual(found);
});

test.each([
  { name: "peer0.org1.example.com tls", remedy: "pulumi up renews it with the same key" },
  { name: "fisco node/node0", remedy: "raise fisco.certificates.validityDays, then pulumi up" },
])("$name: $remedy", ({ name, remedy }) => {
  expect(certificateDrift({ [name]: "2026-06-02T00:00:00Z" }, now).map((one) => one.remedy)).toEqual([
    remedy,
  ]);
});
