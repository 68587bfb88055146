import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for Pulumi.prod.yaml what plans/prod/resources.md says", async () => {
  await expect(await resourcesOf("Pulumi.prod.yaml")).toMatchFileSnapshot("../../plans/prod/resources.md");
}, 120_000);
