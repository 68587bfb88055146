import { expect, test } from "vitest";
import { preparingScripts } from "./prepare-again.js";

const stamping = `set -eu\nprintf '%s\\n' 'script ${"a".repeat(64)}' >/var/lib/consortium/prod/stamps/prepare.$$\n`;
const prepare = (server: string, stdin: unknown) => ({
  urn: `urn:pulumi:prod::consortium::command:remote:Command::${server}-prepare`,
  type: "command:remote:Command",
  inputs: { stdin },
});

test("the scripts are those that ran last; one of a release that stamped nothing is left to the next up", () => {
  const resources = [
    prepare("k1", stamping),
    prepare("k2", "set -eu\necho ready\n"),
    { ...prepare("k3", stamping), type: "command:local:Command" },
  ];
  expect([...preparingScripts({ deployment: { resources } })]).toEqual([["k1", stamping]]);
});
