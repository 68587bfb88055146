import { expect, test, vi } from "vitest";
import { loadStack } from "../../config/load.js";
import { checkStack } from "../../topology/check.js";
import { foundingOf } from "../../topology/fabric/founding-record.js";
import { hasFabric } from "../../topology/fabric/with-fabric.js";
import { type Registration, runProgram } from "./program.js";
import { collectRejections } from "./rejections.js";
import { referencedStack } from "./stack.js";

const rejections = collectRejections();

test("a batch size that the state was not founded with is refused before any server is touched", async () => {
  const stack = referencedStack();
  const { good } = checkStack(loadStack({ ...stack }, { stack: "test", directory: "." }));
  if (!good || !hasFabric(good.plan)) throw new Error("the stack must be good");
  const founded = foundingOf(good.plan);
  const other = { ...founded, batch: { ...founded.batch, maxMessageCount: 77 } };
  const old = { "fabric-genesis": { environment: { CONSORTIUM_STEP: JSON.stringify({ founding: other }) } } };

  // A refused program never ends under mocks: what waits for the refused value waits for ever.
  const registered: Registration[] = [];
  void runProgram("test", stack, old, registered);
  await vi.waitUntil(() => rejections().length > 0, { timeout: 60_000, interval: 100 });

  expect(rejections().join("\n")).toMatch(/fabric\.ordering\.batch/);
  expect(registered.filter(({ type }) => /^(docker:|command:remote:)/.test(type))).toEqual([]);
}, 120_000);
