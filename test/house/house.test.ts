import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { circlesOf, importsOf, namesFrom } from "./imports.js";

const root = join(import.meta.dirname, "../..");
const imports = importsOf(root);
const arrows = [...imports].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const under = (...folders: readonly string[]) => {
  const inside = new Set(folders);
  return (path: string) => inside.has(path.split("/")[0] ?? "");
};
const crossing = (from: (path: string) => boolean, to: (path: string) => boolean) =>
  arrows.filter((arrow) => from(arrow.from) && to(arrow.to)).map((arrow) => `${arrow.from} → ${arrow.to}`);

const product = under("config", "topology", "packages", "hosts", "steps", "components", "ops", "index.ts");

test("no files import each other in a circle, not even for types", () => {
  expect(circlesOf(imports)).toEqual([]);
});

describe("the layers", () => {
  const planned = under("config", "topology");

  test("the plan knows neither Pulumi, nor files, nor the network", () => {
    const effects = (path: string) =>
      path.startsWith("@pulumi/") ||
      /^node:(fs|stream|http|https|http2|tls|dgram|dns|child_process|worker_threads|os|readline)(\/|$)/.test(
        path,
      );
    // The stack's file is read beside its schema.
    const stackFile = ["config/stack-file.ts → node:fs", "config/yaml-file.ts → node:fs"];
    expect(crossing(planned, effects).filter((arrow) => !stackFile.includes(arrow))).toEqual([]);
  });

  test.each([
    { module: "node:net", pure: ["BlockList", "isIP", "isIPv4", "isIPv6"] },
    { module: "node:zlib", pure: ["crc32"] },
  ])("of $module the plan takes only $pure", ({ module, pure }) => {
    const takers = arrows.filter(({ from, to }) => planned(from) && to === module).map(({ from }) => from);
    const names = takers.flatMap((file) => namesFrom(root, file, module).map((name) => `${file}: ${name}`));
    expect(names.filter((name) => !pure.includes(name.split(": ")[1] ?? ""))).toEqual([]);
  });

  test("the plan knows nobody above it", () => {
    expect(crossing(under("topology"), under("packages", "steps", "components", "ops"))).toEqual([]);
    expect(
      crossing(under("config", "hosts"), under("topology", "packages", "steps", "components", "ops")),
    ).toEqual([]);
  });

  test("the readers of packages know the plan, and nobody above it", () => {
    expect(crossing(under("packages"), under("hosts", "steps", "components", "ops"))).toEqual([]);
    expect(crossing(under("packages"), (path) => path.startsWith("@pulumi/"))).toEqual([]);
  });

  test("steps and verbs know no components, and steps no Pulumi", () => {
    expect(crossing(under("steps", "ops"), under("components"))).toEqual([]);
    expect(crossing(under("steps"), (path) => path.startsWith("@pulumi/"))).toEqual([]);
  });

  test("the product does not know its workshop", () => {
    expect(crossing(product, under("lab", "plugins", "bench", "faults", "scripts", "tools", "test"))).toEqual(
      [],
    );
  });

  test("nothing imports the program", () => {
    expect(
      crossing(
        () => true,
        (path) => path === "index.ts",
      ),
    ).toEqual([]);
  });
});

describe("the kinds of networks", () => {
  const kindOf = (path: string) => /(?:^|\/)(fabric|fisco|wefe)\//.exec(path)?.[1];
  const registries = ["config", "topology", "packages", "steps", "components", "ops"].map(
    (floor) => `${floor}/networks.ts`,
  );
  const toKind = arrows.filter(({ from, to }) => product(from) && kindOf(to) !== undefined);

  test("come in through one registry a floor", () => {
    const core = toKind.filter(({ from }) => kindOf(from) === undefined).map(({ from }) => from);
    expect([...new Set(core)].sort()).toEqual([...registries].sort());
  });

  test("do not know each other, but that a federation of WeFe has a chain", () => {
    const other = toKind.filter(({ from, to }) => kindOf(from) !== undefined && kindOf(from) !== kindOf(to));
    const known = other.filter(({ from, to }) => !(kindOf(from) === "wefe" && kindOf(to) === "fisco"));
    expect(known.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

test("a circle over three files is found, and who only looks at it is not in it", () => {
  const three = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["a.ts"]],
    ["d.ts", ["a.ts"]],
  ]);
  expect(circlesOf(three)).toEqual([["a.ts", "b.ts", "c.ts"]]);
});
