import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for Pulumi.fisco4.yaml what plans/fisco4/resources.md and test/pins/fisco4.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.fisco4.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/fisco4/resources.md");
  expectPins("test/pins/fisco4.yaml", pins);
}, 120_000);
