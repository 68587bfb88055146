import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";

test("the program registers for Pulumi.wefe-demo.yaml what plans/wefe-demo/resources.md and test/pins/wefe-demo.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.wefe-demo.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/wefe-demo/resources.md");
  await expect(pins).toMatchFileSnapshot("../pins/wefe-demo.yaml");
}, 120_000);
