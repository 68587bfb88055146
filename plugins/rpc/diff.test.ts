import { describe, expect, test } from "vitest";
import { containerFields } from "../docker/container-fields.js";
import { type Change, diffInputs } from "./diff.js";
import { type Props, secret, unknown } from "./values.js";

const never = { replaces: () => false };

describe("what differs", () => {
  test.each<{ rule: string; olds: Props; news: Props; changes: Pick<Change, "path" | "kind">[] }>([
    { rule: "nothing", olds: { a: 1, b: { c: [1] } }, news: { a: 1, b: { c: [1] } }, changes: [] },
    { rule: "an update", olds: { a: 1 }, news: { a: 2 }, changes: [{ path: "a", kind: "update" }] },
    { rule: "an addition", olds: {}, news: { a: 1 }, changes: [{ path: "a", kind: "add" }] },
    { rule: "a removal", olds: { a: 1 }, news: {}, changes: [{ path: "a", kind: "delete" }] },
    { rule: "null and unset are the same", olds: { a: null }, news: {}, changes: [] },
    {
      rule: "a nested update has its path",
      olds: { a: { b: [1, 2] } },
      news: { a: { b: [1, 3] } },
      changes: [{ path: "a.b[1]", kind: "update" }],
    },
    {
      rule: "odd keys are quoted",
      olds: { a: { "x.y": 1 } },
      news: { a: { "x.y": 2 } },
      changes: [{ path: 'a["x.y"]', kind: "update" }],
    },
    {
      rule: "a list that grew",
      olds: { a: [1] },
      news: { a: [1, 2] },
      changes: [{ path: "a[1]", kind: "add" }],
    },
    { rule: "a secret equals its value", olds: { a: secret("x") }, news: { a: "x" }, changes: [] },
    {
      rule: "a changed secret",
      olds: { a: secret("x") },
      news: { a: secret("y") },
      changes: [{ path: "a", kind: "update" }],
    },
    {
      rule: "an unknown always differs",
      olds: { a: "x" },
      news: { a: unknown },
      changes: [{ path: "a", kind: "update" }],
    },
    { rule: "another type", olds: { a: "1" }, news: { a: 1 }, changes: [{ path: "a", kind: "update" }] },
    {
      rule: "keys of Pulumi's own are left aside",
      olds: { __defaults: [] },
      news: { __defaults: ["name"] },
      changes: [],
    },
  ])("$rule", ({ olds, news, changes }) => {
    expect(diffInputs(olds, news, never)).toEqual(changes.map((change) => ({ ...change, replace: false })));
  });

  test("a set deep inside a property is one, too", () => {
    const rules = { ...never, sets: ["nets.aliases"] };
    const nets = (...aliases: string[]) => ({ nets: [{ aliases }] });
    expect(diffInputs(nets("a", "b"), nets("b", "a"), rules)).toEqual([]);
    expect(diffInputs(nets("a", "b"), nets("b", "c"), rules)).not.toEqual([]);
  });

  // The official plugin compares with what it reads back from Docker; a state of ours holds what was written.
  test.each([
    { recorded: { cpus: "1" }, wanted: { cpus: "1.0" }, replaced: false },
    { recorded: { cpus: "1.0" }, wanted: { cpus: "1.0" }, replaced: false },
    { recorded: { cpus: "1.0" }, wanted: { cpus: "1" }, replaced: true },
    { recorded: { cpus: "10" }, wanted: { cpus: "10." }, replaced: false },
    { recorded: { cpus: "0.25" }, wanted: { cpus: "0.25" }, replaced: false },
    { recorded: { cpus: "0.05" }, wanted: { cpus: "0.051" }, replaced: true },
    { recorded: { cpus: "0.051" }, wanted: { cpus: "0.051" }, replaced: false },
    {
      recorded: { capabilities: { adds: ["SYS_NICE"], drops: ["ALL"] } },
      wanted: { capabilities: { adds: ["CAP_SYS_NICE"], drops: ["ALL"] } },
      replaced: false,
    },
    {
      recorded: { capabilities: { adds: ["CAP_SYS_NICE"] } },
      wanted: { capabilities: { adds: ["SYS_NICE"] } },
      replaced: true,
    },
  ])(
    "a container recorded with $recorded and wanted with $wanted is replaced: $replaced",
    ({ recorded, wanted, replaced }) => {
      expect(diffInputs(recorded, wanted, containerFields).some(({ replace }) => replace)).toBe(replaced);
    },
  );

  test("the order of a set means nothing, its members do", () => {
    const rules = { ...never, sets: ["envs"] };
    expect(diffInputs({ envs: ["A=1", "B=2"] }, { envs: ["B=2", "A=1"] }, rules)).toEqual([]);
    expect(diffInputs({ envs: ["A=1", "B=2"] }, { envs: ["B=2", "A=3"] }, rules)).not.toEqual([]);
    expect(diffInputs({ envs: ["A=1"] }, { envs: ["A=1", "A=1"] }, rules)).not.toEqual([]);
  });

  test("an ignored property makes no difference", () => {
    expect(diffInputs({ a: 1 }, { a: 2 }, { ...never, ignored: ["a"] })).toEqual([]);
  });

  test("a default that is spelt out makes no difference", () => {
    expect(diffInputs({}, { lower: true }, { ...never, defaults: { lower: true } })).toEqual([]);
    expect(diffInputs({}, { lower: false }, { ...never, defaults: { lower: true } })).toHaveLength(1);
  });
});

describe("docker.Container: what a change does", () => {
  const value = (key: string): [Props[string], Props[string]] =>
    key === "labels" ? [[{ label: "a", value: "1" }], [{ label: "a", value: "2" }]] : ["1", "2"];
  test.each([
    ...[
      "restart",
      "maxRetryCount",
      "cpuShares",
      "memory",
      "memoryReservation",
      "memorySwap",
      "cpuSet",
      "deviceReadBps",
    ].map((key) => ({ key, does: "update" })),
    ...[
      "healthcheck",
      "tmpfs",
      "init",
      "cpuPeriod",
      "cpuQuota",
      "wait",
      "waitTimeout",
      "destroyGraceSeconds",
    ].map((key) => ({
      key,
      does: "update",
    })),
    ...[
      "image",
      "name",
      "command",
      "entrypoints",
      "envs",
      "labels",
      "ports",
      "volumes",
      "mounts",
      "networksAdvanced",
    ].map((key) => ({ key, does: "replace" })),
    ...[
      "networkMode",
      "uploads",
      "user",
      "cpus",
      "ulimits",
      "capabilities",
      "logDriver",
      "hosts",
      "stopTimeout",
    ].map((key) => ({
      key,
      does: "replace",
    })),
  ])("$key: $does", ({ key, does }) => {
    const [before, after] = value(key);
    // Without it Docker names a limit of swap, which is another change.
    const swap = key === "memorySwap" ? {} : { memorySwap: 64 };
    const olds = { ...swap, [key]: before ?? null };
    const changes = diffInputs(olds, { ...swap, [key]: after ?? null }, containerFields);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.replace).toBe(does === "replace");
  });

  test("capabilities are compared, though they are no list", () => {
    expect(
      diffInputs({ capabilities: { adds: ["A"] } }, { capabilities: { adds: ["B"] } }, containerFields),
    ).toEqual([{ path: "capabilities.adds[0]", kind: "update", replace: true }]);
  });

  test("a stopped container that must run is an update", () => {
    expect(diffInputs({ mustRun: false }, {}, containerFields)).toEqual([
      { path: "mustRun", kind: "update", replace: false },
    ]);
  });
});
