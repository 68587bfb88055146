import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findStack } from "./demo-stack.js";

const edited = "# a note of the user's\nconfig:\n  consortium:tier: trial\n";
const salt = "encryptionsalt: v1:abc=:v1:def:ghi=\n";

let checkout: string;
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), "consortium-demo-"));
});
afterEach(() => rm(checkout, { recursive: true }));

/** Looks for stack dev with a `pulumi` whose state has these stacks. */
async function find({ stacks, file }: { readonly stacks: readonly string[]; readonly file: string }) {
  const listed = JSON.stringify(stacks.map((name) => ({ name, current: false })));
  await writeFile(join(checkout, "pulumi"), `#!/bin/sh\necho '${listed}'\n`, { mode: 0o755 });
  const path = join(checkout, "Pulumi.dev.yaml");
  await writeFile(path, file);
  const found = await findStack("dev", { checkout, env: { PATH: `${checkout}:${process.env.PATH}` } });
  return { found, file: await readFile(path, "utf8") };
}

test.each([
  { what: "at the end", file: edited + salt },
  { what: "in the middle", file: edited.replace("config:", `${salt}config:`) },
  { what: "nowhere", file: edited },
])("a stack that is not in the state loses its salt and nothing else: salt $what", async ({ file }) => {
  expect(await find({ stacks: ["fisco4"], file })).toEqual({ found: false, file: edited });
});

test("a stack that is in the state keeps its salt", async () => {
  expect(await find({ stacks: ["fisco4", "dev"], file: edited + salt })).toEqual({
    found: true,
    file: edited + salt,
  });
});
