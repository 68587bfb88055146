import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for Pulumi.prod.yaml what plans/prod/resources.md and test/pins/prod.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.prod.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/prod/resources.md");
  expectPins("test/pins/prod.yaml", pins);
}, 120_000);
