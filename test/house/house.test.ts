import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { circlesOf, importsOf } from "./imports.js";

const imports = importsOf(join(import.meta.dirname, "../.."));
const arrows = [...imports].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const under = (...folders: readonly string[]) => {
  const inside = new Set(folders);
  return (path: string) => inside.has(path.split("/")[0] ?? "");
};
const crossing = (from: (path: string) => boolean, to: (path: string) => boolean) =>
  arrows.filter((arrow) => from(arrow.from) && to(arrow.to)).map((arrow) => `${arrow.from} → ${arrow.to}`);

const product = under("config", "topology", "hosts", "steps", "components", "ops", "index.ts");

test("no files import each other in a circle, not even for types", () => {
  expect(circlesOf(imports)).toEqual([]);
});

describe("the layers", () => {
  test("the plan knows neither Pulumi nor the network", () => {
    const planned = under("config", "topology");
    const effects = (path: string) =>
      path.startsWith("@pulumi/") || /^node:(http|https|tls|dgram|child_process)$/.test(path);
    expect(crossing(planned, effects)).toEqual([]);
  });

  test("the plan knows nobody above it", () => {
    expect(crossing(under("topology"), under("steps", "components", "ops"))).toEqual([]);
    // The tiers' rows are by role, and roles stand in the plan.
    const rows = "config/tiers.ts → topology/model/service.ts";
    const below = crossing(under("config", "hosts"), under("topology", "steps", "components", "ops"));
    expect(below.filter((arrow) => arrow !== rows)).toEqual([]);
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

test("a circle over three files is found, and who only looks at it is not in it", () => {
  const three = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["a.ts"]],
    ["d.ts", ["a.ts"]],
  ]);
  expect(circlesOf(three)).toEqual([["a.ts", "b.ts", "c.ts"]]);
});
