import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for Pulumi.wefe-demo.yaml what plans/wefe-demo/resources.md and test/pins/wefe-demo.yaml say", async () => {
  const { resources, pins } = await goldenOf("Pulumi.wefe-demo.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/wefe-demo/resources.md");
  expectPins("test/pins/wefe-demo.yaml", pins);
}, 120_000);
