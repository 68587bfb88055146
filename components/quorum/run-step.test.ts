import { expect, test } from "vitest";
import { runStep } from "./run-step.js";

test("a step that fails gives its own words as the reason", async () => {
  await expect(runStep({ step: "no-such-step", spec: {} })).rejects.toThrow('unknown step "no-such-step"');
});

test("a step that is told its spec and secrets, and is good, ends without a word", async () => {
  // The teardown that keeps data reads its spec and reaches no server.
  const spec = { step: "teardown", stack: "prod", network: "3f9a", data: "keep", servers: [] };
  await expect(runStep({ step: "teardown", spec, secrets: { key: "PEM" } })).resolves.toBeUndefined();
});
