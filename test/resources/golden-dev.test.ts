import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for Pulumi.dev.yaml what plans/dev/resources.md and test/pins/dev.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.dev.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/dev/resources.md");
  expectPins("test/pins/dev.yaml", pins);
}, 120_000);
