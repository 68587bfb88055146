import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for Pulumi.wefe-prod.yaml what plans/wefe-prod/resources.md says", async () => {
  await expect(await resourcesOf("Pulumi.wefe-prod.yaml")).toMatchFileSnapshot(
    "../../plans/wefe-prod/resources.md",
  );
}, 120_000);
