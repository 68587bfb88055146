import { expect, test } from "vitest";
import { compareVersions } from "../engine-range.js";
import type { Plan } from "../model/plan.js";
import { enginesOf } from "../networks.js";
import { engineRange } from "./engine-range.js";

test.each([
  { fabric: "2.5", chaincode: "service" as const, below: undefined },
  { fabric: "2.5.14", chaincode: "docker-built" as const, below: "29" },
  { fabric: "2.5.15", chaincode: "docker-built" as const, below: undefined },
  { fabric: "3.1.3", chaincode: "docker-built" as const, below: "29" },
  { fabric: "3.1.4", chaincode: "docker-built" as const, below: undefined },
])("Fabric $fabric with chaincode as $chaincode: engine below $below", ({ fabric, chaincode, below }) => {
  const range = engineRange(fabric, chaincode);
  expect(range.minimum).toBe("20.10");
  expect(range.below).toBe(below);
});

test("a stack without Fabric wants no more of an engine than that it is not too old", () => {
  expect(enginesOf({ networks: {} } as Plan)).toEqual({
    minimum: "20.10",
    reason: "the oldest that networks were run on",
  });
});

test.each([
  { a: "20.10.24+dfsg1", b: "20.10", sign: 1 },
  { a: "20.10", b: "20.10.0", sign: 0 },
  { a: "19.03.15", b: "20.10", sign: -1 },
  { a: "9.0", b: "20.10", sign: -1 },
  { a: "29.0.1", b: "29", sign: 1 },
])("$a against $b: $sign", ({ a, b, sign }) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
