import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for Pulumi.wefe-demo.yaml what plans/wefe-demo/resources.md says", async () => {
  await expect(await resourcesOf("Pulumi.wefe-demo.yaml")).toMatchFileSnapshot(
    "../../plans/wefe-demo/resources.md",
  );
}, 120_000);
