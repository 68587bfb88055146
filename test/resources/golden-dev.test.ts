import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for Pulumi.dev.yaml what plans/dev/resources.md says", async () => {
  await expect(await resourcesOf("Pulumi.dev.yaml")).toMatchFileSnapshot("../../plans/dev/resources.md");
}, 120_000);
