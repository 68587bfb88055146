import { beforeAll, expect, test } from "vitest";
import { type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

let all: Registration[] = [];
beforeAll(async () => {
  all = await runProgram("test", { ...referencedStack(), data: "keep" });
}, 120_000);

test("with data: keep every volume, the CA keys, the network's id and the genesis block are protected", () => {
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
});

// `pulumi destroy --exclude-protected` keeps what protected resources depend on, and a component's dependencies count.
test("with data: keep nothing that is protected holds a container", () => {
  const seen = new Set<Registration>();
  const follow = (one: Registration) => {
    if (seen.has(one)) return;
    seen.add(one);
    const type = one.parent.split("::")[2]?.split("$").at(-1);
    const name = one.parent.split("::").at(-1);
    for (const other of all)
      if (
        one.dependsOn.includes(other.name) ||
        other.name === one.provider ||
        (other.type === type && other.name === name)
      )
        follow(other);
  };
  for (const one of all) if (one.protect) follow(one);
  const held = [...seen].map(({ name }) => name);
  expect(held).toEqual(expect.arrayContaining(["fabric-teardown", "kafka", "k1-docker", "k1-prepare"]));
  expect([...seen].filter(({ type }) => type.endsWith(":Container")).map(({ name }) => name)).toEqual([]);
});
