import { expect, test } from "vitest";
import { goldenOf } from "./golden.js";
import { expectPins } from "./pins.js";

test("the program registers for test/stacks/lab13.yaml what plans/lab13/resources.md and test/pins/lab13.yaml say", async () => {
  const { resources, pins } = await goldenOf("test/stacks/lab13.yaml");
  await expect(resources).toMatchFileSnapshot("../../plans/lab13/resources.md");
  expectPins("test/pins/lab13.yaml", pins);
}, 120_000);
