import { expect, test } from "vitest";
import { resourcesOf } from "./golden.js";

test("the program registers for test/stacks/lab13.yaml what plans/lab13/resources.md says", async () => {
  await expect(await resourcesOf("test/stacks/lab13.yaml")).toMatchFileSnapshot(
    "../../plans/lab13/resources.md",
  );
}, 120_000);
