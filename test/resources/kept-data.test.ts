import { expect, test } from "vitest";
import { runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

test("with data: keep every volume, the CA keys, the network's id and the genesis block are protected", async () => {
  const all = await runProgram("test", { ...referencedStack(), data: "keep" });
  const volumes = all.filter(({ type }) => type === "docker:index/volume:Volume");
  expect(volumes).toHaveLength(16);
  for (const { name, protect, retainOnDelete } of volumes)
    expect([name, protect, retainOnDelete]).toEqual([name, true, true]);
  const others = all.filter(({ type, protect }) => protect && type !== "docker:index/volume:Volume");
  expect(others.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "fabric-genesis",
      "fabric-id",
      "OrdererOrg-ca-key",
      "Org1-ca-key",
      "Org5-tlsca-key",
    ]),
  );
  expect(all.find(({ name }) => name === "fabric-teardown")?.inputs.environment).toEqual({
    CONSORTIUM_STEP: expect.stringContaining('"data":"keep"'),
  });
}, 120_000);
