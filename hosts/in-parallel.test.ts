import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.js";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("results keep their order and no more than the limit run at once", async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel(2, [30, 10, 20, 5], async (milliseconds) => {
    most = Math.max(most, ++running);
    await pause(milliseconds);
    running--;
    return milliseconds * 2;
  });
  expect(results).toEqual([60, 20, 40, 10]);
  expect(most).toBe(2);
});

test("a failure is thrown after the work that had begun has ended", async () => {
  let ended = false;
  const work = inParallel(2, ["bad", "slow"], async (item) => {
    if (item === "bad") throw new Error("bad");
    await pause(20);
    ended = true;
  });
  await expect(work).rejects.toThrow("bad");
  expect(ended).toBe(true);
});
