import { expect, test } from "vitest";
import { planNetwork } from "../topology/plan.js";
import { manualStack, settingsOf } from "../topology/testing/stack.js";
import { planOf, wefeStack } from "../topology/wefe/testing/stack.js";
import { summaryOf } from "./summary.js";

/** A server's cells of memory. */
function memoryOf(summary: string, server: string): string | undefined {
  return new RegExp(`^ {2}${server} .*?(\\S+ GiB of \\S+ GiB) `, "m").exec(summary)?.[1];
}

test("what the system keeps is added to a server's rows, unless a row has room for it", async () => {
  const fabric = summaryOf(planNetwork(settingsOf(manualStack()), { stack: "test" }));
  expect(memoryOf(fabric, "k1")).toBe("1.3 GiB of 32 GiB");
  const { plan } = await planOf(wefeStack());
  expect(memoryOf(summaryOf(plan), "u1")).toBe("16 GiB of 256 GiB");
});
