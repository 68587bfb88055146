import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";

test("the program registers for Pulumi.fisco4.yaml what plans/fisco4/resources.md and test/pins/fisco4.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.fisco4.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/fisco4/resources.md");
  await expect(pins).toMatchFileSnapshot("../pins/fisco4.yaml");
}, 120_000);
