import { describe, expect, test } from "vitest";
import { repeated } from "../rules/rule.js";
import { servicesOf, wefeHostNames, wefeServices, wefeStages } from "./services.js";

const names = (side: "union" | "member", parts?: Parameters<typeof servicesOf>[1]) =>
  servicesOf(side, parts).map(({ name }) => name);

describe("who belongs to what, in the order of starts", () => {
  test("the union, as `upstart --center` lists it", () => {
    expect(names("union")).toEqual([
      "mongo",
      "wefe-union-service",
      "wefe-blockchain-data-sync",
      "wefe-manager-service",
      "wefe-manager-website",
    ]);
  });

  test("a member, as `upstart --member` lists it: 12 services", () => {
    expect(names("member")).toEqual([
      "mysql",
      "clickhouse",
      "redis",
      "nacos",
      "welab-iam",
      "welab-gateway",
      "wefe-board-service",
      "wefe-gateway",
      "wefe-flow",
      "iam-web",
      "iam-portal-web",
      "wefe-board-website",
    ]);
  });

  test("optional parts bring theirs", () => {
    const without = names("member");
    const added = names("member", ["serving", "fusion", "flsql", "visualfl"]).filter(
      (name) => !without.includes(name),
    );
    expect(added.sort()).toEqual([
      "wefe-flsql-service",
      "wefe-fusion-service",
      "wefe-fusion-website",
      "wefe-serving-service",
      "wefe-serving-website",
      "wefe-tee-attestation",
      "wefe-tee-server",
      "wefe-visualfl-service",
    ]);
  });

  test("federated SQL and visual learning are for x86 only", () => {
    const x86 = wefeServices.filter(({ architectures }) => !architectures.includes("arm64"));
    expect([...new Set(x86.map(({ part }) => part))]).toEqual(["flsql", "visualfl"]);
  });
});

test("what a service needs starts in an earlier stage of its own side", () => {
  for (const { name, side, stage, needs } of wefeServices)
    for (const { service } of needs.filter((need) => need.service !== "chain")) {
      const needed = servicesOf(side).find((one) => one.name === service);
      expect(needed, `${name} needs ${service}`).toBeDefined();
      expect(wefeStages.indexOf(needed?.stage ?? "websites")).toBeLessThan(wefeStages.indexOf(stage));
    }
});

test("a name is one service's, and no two known ports of one side clash", () => {
  expect(repeated(wefeServices, ({ name }) => name)).toEqual([]);
  for (const side of ["union", "member"] as const) {
    const ports = wefeServices.filter((one) => one.side === side).flatMap((one) => one.ports);
    expect(repeated(ports, ({ port }) => String(port))).toEqual([]);
  }
});

test("every name that compose files dial is answered by a service, the chain or the server itself", () => {
  expect(wefeHostNames.map(({ name }) => name)).toEqual([
    "mysql.service",
    "redis.service",
    "clickhouse.service",
    "mongodb.service",
    "fisco.service",
    "host.service",
  ]);
  const known = new Set([...wefeServices.map(({ name }) => name), "chain", "own"]);
  for (const { answers, dialled } of wefeHostNames) {
    expect(known).toContain(answers);
    for (const { by } of dialled) expect(known).toContain(by);
  }
});
