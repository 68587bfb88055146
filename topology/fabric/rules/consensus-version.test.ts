import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { consensusVersion } from "./consensus-version.js";

test.each([
  { version: "1.4", type: "kafka", ok: true },
  { version: "2.2", type: "kafka", ok: true },
  { version: "2.4", type: "kafka", ok: true },
  { version: "2.5", type: "kafka", ok: true },
  { version: "3.0", type: "kafka", ok: false },
  { version: "3.1", type: "kafka", ok: false },
  { version: "1.4", type: "etcdraft", ok: true },
  { version: "3.1", type: "etcdraft", ok: true },
  { version: "1.4", type: "BFT", ok: false },
  { version: "2.5", type: "BFT", ok: false },
  { version: "3.0", type: "BFT", ok: true },
  { version: "3.1", type: "BFT", ok: true },
])("Fabric $version runs $type: $ok", ({ version, type, ok }) => {
  const fabric = fabricWith({ "fabric.version": version, "fabric.ordering.type": type });
  expect(pathsOf(consensusVersion, fabric)).toEqual(ok ? [] : ["ordering.type"]);
});
