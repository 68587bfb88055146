import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import { stringify } from "yaml";
import { byName } from "../../topology/names.js";
import { sha256 } from "../../topology/sha256.js";
import { type Registration, revealed } from "./program.js";

const project = resolve(import.meta.dirname, "../..");

/** The one way to write pins: what vitest's `-u` renews moves with every wanted change, and a pin by decision only. */
const writing = "CONSORTIUM_WRITE_PINS";

/** Holds pins against a file of the project. */
export function expectPins(file: string, pins: string): void {
  const path = resolve(project, file);
  if (process.env[writing] === "1") {
    writeFileSync(path, pins);
    return;
  }
  const advice = `${file} differs: running networks get an update, or roll. If that is decided, write it: ${writing}=1 npx vitest run --project program test/resources/golden`;
  expect(pins, advice).toBe(existsSync(path) ? readFileSync(path, "utf8") : "");
}

/**
 * Hashes of what a state holds of each resource: its inputs, and of a container the label by which it is told from
 * others. A hash that moves means that running networks get an update or roll, so it moves by decision only.
 * @param temporary paths in the inputs that are others in the next run or checkout
 */
export function pinsOf(registered: readonly Registration[], temporary: readonly string[]): string {
  const made = registered.filter(
    ({ type }) => !type.startsWith("consortium:") && !type.startsWith("pulumi:pulumi"),
  );
  const types = [...new Set(made.map(({ type }) => type))].sort(byName);
  const pins = types.map((type) => {
    const own = made.filter((one) => one.type === type).sort((a, b) => byName(a.name, b.name));
    return [type, Object.fromEntries(own.map((one) => [one.name, pinOf(one, temporary)]))];
  });
  return stringify(Object.fromEntries(pins), { lineWidth: 0 });
}

function pinOf({ inputs }: Registration, temporary: readonly string[]): string {
  const text = temporary.reduce(
    (known, path) => known.replaceAll(path, "TEMPORARY"),
    canonical(revealed(inputs)),
  );
  const spec = /\{"label":"consortium.spec","value":"([0-9a-f]+)"\}/.exec(text)?.[1];
  return [sha256(text).slice(0, 16), ...(spec === undefined ? [] : [`spec ${spec}`])].join(" ");
}

/** JSON with the keys in order: their order in the program says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
