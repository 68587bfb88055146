import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for Pulumi.wefe-prod.yaml what plans/wefe-prod/resources.md and test/pins/wefe-prod.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.wefe-prod.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/wefe-prod/resources.md");
  expectPins("test/pins/wefe-prod.yaml", pins);
}, 120_000);
