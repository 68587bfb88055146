import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadStack } from "../../config/load.js";
import { checkStack } from "../../topology/check.js";
import { foundingOf } from "../../topology/fabric/founding.js";
import { hasFabric } from "../../topology/fabric/with-fabric.js";
import { type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

// The SDK reports what stops a program as rejections that nobody awaits, and ends the process on them.
const rejections: unknown[] = [];
const collect = (reason: unknown) => rejections.push(reason);
const before = process.listeners("unhandledRejection");
beforeEach(() => {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
});
afterEach(() => {
  process.removeAllListeners("unhandledRejection");
  for (const listener of before) process.on("unhandledRejection", listener);
});

test("a batch size that the state was not founded with is refused before any server is touched", async () => {
  const stack = referencedStack();
  const { good } = checkStack(loadStack({ ...stack }, { stack: "test", directory: "." }));
  if (!good || !hasFabric(good.plan)) throw new Error("the stack must be good");
  const founded = foundingOf(good.plan);
  const other = { ...founded, batch: { ...founded.batch, maxMessageCount: 77 } };
  const old = { "fabric-genesis": { environment: { CONSORTIUM_STEP: JSON.stringify({ founding: other }) } } };

  // A refused program never ends under mocks: what waits for the refused value waits for ever.
  const registered: Registration[] = [];
  void runProgram("test", stack, old, registered).catch(collect);
  await vi.waitUntil(() => rejections.length > 0, { timeout: 60_000, interval: 100 });

  const reasons = rejections.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
  expect(reasons.join("\n")).toMatch(/fabric\.ordering\.batch/);
  expect(registered.filter(({ type }) => /^(docker:|command:remote:)/.test(type))).toEqual([]);
}, 120_000);
