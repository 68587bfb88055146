import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffLines } from "diff";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edits } from "./registries.js";

const root = join(import.meta.dirname, "../..");
const copy = mkdtempSync(join(tmpdir(), "toy-"));
const floors = ["config", "topology", "packages", "hosts", "steps", "components"];
let changed: Record<string, number> = {};

beforeAll(() => {
  for (const part of [
    ...floors,
    "test/resources",
    "test/toy/check.ts",
    "index.ts",
    "package.json",
    "tsconfig.json",
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const floor of ["config", "topology", "steps", "components"])
    cpSync(join(root, "test/toy/rooms", floor), join(copy, floor), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  changed = Object.fromEntries(
    Object.entries(edits).map(([file, own]) => {
      const before = readFileSync(join(copy, file), "utf8");
      const after = own.reduce((text, [find, put]) => {
        expect(text.split(find), `${file}: ${find}`).toHaveLength(2);
        return text.replace(find, put);
      }, before);
      writeFileSync(join(copy, file), after);
      const lines = diffLines(before, after).flatMap((part) => (part.added ? part.count : []));
      return [file, lines.reduce((sum, count) => sum + count, 0)];
    }),
  );
});

afterAll(() => rmSync(copy, { recursive: true }));

test("another kind of network touches its own rooms and a few lines of four registries", () => {
  expect(changed).toEqual({
    "config/networks.ts": 4,
    "topology/networks.ts": 2,
    "steps/networks.ts": 2,
    "components/networks.ts": 2,
  });
});

test("with it every floor knows the toys: rule, plan, sizes, flows, order, page, quorum, step and component", () => {
  const said = execFileSync(process.execPath, ["--import", "tsx", "test/toy/check.ts"], {
    cwd: copy,
    encoding: "utf8",
  });
  expect(JSON.parse(said)).toEqual({
    findings: ["toy.members toy-even"],
    rules: true,
    services: ["one toy-member", "two toy-member"],
    needs: [64, 64],
    flows: ["b clients → a one client", "a clients → b two client"],
    waves: ["toy"],
    page: true,
    quorum: "toys",
    asked: { count: 1 },
    step: { greeted: "toys" },
    made: [
      "consortium:toy:Members toys",
      "consortium:toy:Network toy",
      "docker:index/container:Container toys-one",
      "docker:index/container:Container toys-two",
    ],
    steps: ["toy-greeting", "toys-formed", "toys-ready"],
  });
}, 120_000);

test("and its types fit", () => {
  writeFileSync(
    join(copy, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      include: ["**/toy/**/*.ts", "*/networks.ts"],
      exclude: ["node_modules"],
    }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", copy, "--noEmit"], { encoding: "utf8" });
  expect(stdout).toBe("");
}, 300_000);
