import { describe, expect, test } from "vitest";
import type { StackInput } from "../../../config/schema.js";
import { serversOf } from "../../fisco/testing/chain.js";
import { type Rule, repeated, runRules } from "../../rules/rule.js";
import { wefePlanRules } from "../findings.js";
import { settingsOf, type WefeInput, wefeStack } from "../testing/stack.js";
import { existingAddress, noLoopback } from "./addresses.js";
import { armLevel, partArchitecture } from "./architecture.js";
import { chainKind, chainMissing, consoleMissing } from "./chain.js";
import { defaultLogins } from "./credentials.js";
import { hardware } from "./hardware.js";
import { wefeStackRules } from "./index.js";
import {
  memberName,
  memberServer,
  nothingPlaced,
  sharedServer,
  unionPlace,
  unknownServer,
} from "./placement.js";
import type { WefeStack } from "./subject.js";

/** The trial federation with changes to it or to the stack around it. */
function stackWith(wefe: Partial<WefeInput> = {}, more: Partial<StackInput> = {}): WefeStack {
  const { wefe: own, ...settings } = settingsOf(wefeStack(wefe, more));
  if (!own) throw new Error("no federation");
  return { ...settings, wefe: own };
}

const pathsOf = (rule: Rule<WefeStack>, stack: WefeStack) => runRules([rule], stack).map(({ path }) => path);

const url = "http://10.0.0.9:8086/union-service/";

test("a good federation has public logins until somebody changes them, and nothing else against it", () => {
  expect(
    runRules(wefeStackRules, stackWith()).map(({ rule, path, severity }) => [rule, path, severity]),
  ).toEqual([["wefe-default-credentials", "wefe.members.alpha", "warning"]]);
});

test("no two rules have the same id, and each says what holds and where that comes from", () => {
  const all = [...wefeStackRules, ...wefePlanRules];
  expect(repeated(all, ({ id }) => id)).toEqual([]);
  for (const { id, holds, source } of all) {
    expect(id).toMatch(/^wefe-[a-z-]+[a-z]$/);
    expect(holds, id).toMatch(/^.{10,}[^.]$/);
    expect(source, id).not.toBe("");
  }
});

test.each<{ union: WefeInput["union"]; place: string[]; nothing: string[] }>([
  { union: { server: "u1" }, place: [], nothing: [] },
  { union: { url }, place: [], nothing: ["wefe.members"] },
  { union: { server: "u1", url }, place: ["wefe.union"], nothing: [] },
  { union: {}, place: ["wefe.union"], nothing: ["wefe.members"] },
])("a union $union has one place: $place", ({ union, place, nothing }) => {
  expect(pathsOf(unionPlace, stackWith({ union }))).toEqual(place);
  expect(pathsOf(nothingPlaced, stackWith({ union, members: {} }))).toEqual(nothing);
});

test.each<{ members: WefeInput["members"]; union?: string; paths: string[] }>([
  { members: { alpha: { server: "m1" }, beta: { server: "m2" } }, paths: [] },
  { members: { alpha: { server: "m1" }, beta: { server: "m1" } }, paths: ["wefe.members.beta.server"] },
  { members: { alpha: { server: "u1" } }, paths: [] },
])("members $members: $paths", ({ members = {}, paths }) => {
  expect(pathsOf(memberServer, stackWith({ members }))).toEqual(paths);
});

test.each([
  { name: "alpha", paths: [] },
  { name: "union", paths: ["wefe.members.union"] },
  { name: "Union", paths: ["wefe.members.Union"] },
])("a member called $name: $paths", ({ name, paths }) => {
  expect(pathsOf(memberName, stackWith({ members: { [name]: { server: "m1" } } }))).toEqual(paths);
});

test("servers that nobody knows", () => {
  expect(
    pathsOf(unknownServer, stackWith({ union: { server: "u9" }, members: { alpha: { server: "m9" } } })),
  ).toEqual(["wefe.union.server", "wefe.members.alpha.server"]);
});

test.each([
  { tier: "trial" as const, paths: [] },
  { tier: "economy" as const, paths: ["wefe.members.alpha.server"] },
])("union and member on one server in $tier: $paths", ({ tier, paths }) => {
  expect(pathsOf(sharedServer, stackWith({ members: { alpha: { server: "u1", tier } } }))).toEqual(paths);
});

describe("addresses", () => {
  test.each([
    { address: "127.0.0.1", loopback: true, name: false },
    { address: "127.0.1.1", loopback: true, name: false },
    { address: "0.0.0.0", loopback: true, name: false },
    { address: "localhost", loopback: true, name: false },
    { address: "10.0.0.9", loopback: false, name: false },
    { address: "mysql.example.com", loopback: false, name: true },
  ])("$address: loopback $loopback, a name $name", ({ address, loopback, name }) => {
    const stack = stackWith({
      union: { server: "u1", existing: { fisco: address } },
      members: { alpha: { server: "m1", existing: { mysql: address } } },
    });
    const places = ["wefe.union.existing.fisco", "wefe.members.alpha.existing.mysql"];
    expect(pathsOf(noLoopback, stack)).toEqual(loopback ? places : []);
    expect(pathsOf(existingAddress, stack)).toEqual(name ? places : []);
  });

  test.each([
    { host: "127.0.0.1", paths: ["wefe.union.url"] },
    { host: "localhost", paths: ["wefe.union.url"] },
    { host: "union.example.com", paths: [] },
  ])("a union at $host: $paths", ({ host, paths }) => {
    const stack = stackWith({ union: { url: `http://${host}:8086/union-service/` } });
    expect(pathsOf(noLoopback, stack)).toEqual(paths);
  });
});

describe("the manual's table", () => {
  const servers = (cpus: number, memory: string, disk: string) =>
    Object.fromEntries(
      Object.entries(serversOf({ u1: undefined, m1: undefined }) ?? {}).map(([name, server]) => [
        name,
        name === "u1" ? { ...server, cpus, memory, disk } : server,
      ]),
    ) as StackInput["servers"];

  test.each([
    { tier: "trial" as const, cpus: 4, memory: "16GiB", disk: "300GiB", short: [] },
    { tier: "trial" as const, cpus: 3, memory: "15GiB", disk: "299GiB", short: ["cpus", "memory", "disk"] },
    { tier: "economy" as const, cpus: 8, memory: "16GiB", disk: "500GiB", short: [] },
    { tier: "economy" as const, cpus: 4, memory: "16GiB", disk: "300GiB", short: ["cpus", "disk"] },
    { tier: "production" as const, cpus: 16, memory: "32GiB", disk: "500GiB", short: [] },
    { tier: "production" as const, cpus: 8, memory: "16GiB", disk: "500GiB", short: ["cpus", "memory"] },
  ])("a union in $tier with $cpus processors, $memory, $disk lacks $short", (row) => {
    const stack = stackWith(
      { union: { server: "u1", tier: row.tier } },
      { servers: servers(row.cpus, row.memory, row.disk) },
    );
    expect(pathsOf(hardware, stack)).toEqual(row.short.map((key) => `servers.u1.${key}`));
  });

  test("both sides on one server have 32 GiB, and the finding names the rows", () => {
    const of = (memory: string) =>
      runRules(
        [hardware],
        stackWith({ members: { alpha: { server: "u1" } } }, { servers: servers(8, memory, "300GiB") }),
      ).map(({ allowed }) => allowed);
    expect(of("32GiB")).toEqual([]);
    expect(of("16GiB")).toEqual(["32GiB or more: trial/wefe union + trial/wefe member"]);
  });
});

describe("the chain", () => {
  test("Huawei's is refused with its reason", () => {
    const [finding] = runRules([chainKind], stackWith({ chain: "huawei" }));
    expect(finding?.path).toBe("wefe.chain");
    expect(finding?.remedy).toMatch(/could not be had/);
  });

  test.each<{ union: WefeInput["union"]; fisco: boolean; paths: string[] }>([
    { union: { server: "u1" }, fisco: true, paths: [] },
    { union: { server: "u1" }, fisco: false, paths: ["wefe.union"] },
    { union: { server: "u1", existing: { fisco: "10.0.0.9" } }, fisco: false, paths: [] },
    { union: { url }, fisco: false, paths: [] },
  ])("union $union, a chain in the stack $fisco: $paths", ({ union, fisco, paths }) => {
    expect(pathsOf(chainMissing, stackWith({ union }, fisco ? {} : { fisco: undefined }))).toEqual(paths);
  });

  test.each<{ union: WefeInput["union"]; paths: string[] }>([
    { union: { server: "u1" }, paths: ["fisco.console"] },
    { union: { server: "u1", existing: { fisco: "10.0.0.9" } }, paths: [] },
    { union: { url }, paths: [] },
  ])("a chain without a console, union $union: $paths", ({ union, paths }) => {
    const fisco = {
      version: "2.9.1",
      agencies: { union: { nodes: { node0: "u1" } } },
      acceptNoFaultTolerance: true,
    };
    expect(pathsOf(consoleMissing, stackWith({ union }, { fisco }))).toEqual(paths);
  });
});

describe("processors", () => {
  const onArch = (arch: "amd64" | "arm64" | "arm64-v8.0" | "arm64-v8.2") =>
    stackWith(
      { members: { alpha: { server: "m1", optional: ["serving", "flsql", "visualfl"] } } },
      {
        servers: Object.fromEntries(
          Object.entries(serversOf({ u1: undefined, m1: undefined }) ?? {}).map(([name, server]) => [
            name,
            { ...server, arch },
          ]),
        ),
      },
    );

  test.each([
    { arch: "amd64" as const, level: [], parts: 0 },
    { arch: "arm64" as const, level: ["servers.u1.arch", "servers.m1.arch"], parts: 2 },
    { arch: "arm64-v8.0" as const, level: [], parts: 2 },
    { arch: "arm64-v8.2" as const, level: [], parts: 2 },
  ])("$arch: level asked for at $level, $parts parts refused", ({ arch, level, parts }) => {
    expect(pathsOf(armLevel, onArch(arch))).toEqual(level);
    expect(runRules([partArchitecture], onArch(arch)).map(({ message }) => message)).toEqual(
      ["flsql is made for x86_64 only", "visualfl is made for x86_64 only"].slice(0, parts),
    );
  });
});

test("public logins are named with what to do; where the middleware is somebody else's, that one is theirs", () => {
  const found = (existing: object) =>
    runRules([defaultLogins], stackWith({ members: { alpha: { server: "m1", existing } } })).map(
      (one) => one.found,
    );
  expect(found({})).toEqual(["superAdmin of iam-portal-web, wefe of mysql"]);
  expect(found({ mysql: "10.0.0.9" })).toEqual(["superAdmin of iam-portal-web"]);
});
