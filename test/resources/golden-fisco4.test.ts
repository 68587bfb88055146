import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for Pulumi.fisco4.yaml what plans/fisco4/resources.md says", async () => {
  await expect(await resourcesOf("Pulumi.fisco4.yaml")).toMatchFileSnapshot(
    "../../plans/fisco4/resources.md",
  );
}, 120_000);
