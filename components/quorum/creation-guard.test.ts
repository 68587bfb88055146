import { expect, test, vi } from "vitest";
import { CreationGuard } from "./creation-guard.js";

// Hooks are the engine's; what they call is tested here.
vi.mock("@pulumi/pulumi", () => ({ ResourceHook: class {} }));

function guardWith(ask: () => Promise<void>) {
  const asked = vi.fn(ask);
  return { asked, guard: new CreationGuard("kafka", asked) };
}

test("a member that has to be made although nothing changed is asked for, once for all of them", async () => {
  const { asked, guard } = guardWith(async () => {});
  await Promise.all([guard.mayBeMade(), guard.mayBeMade()]);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("no member is made when the answer is no", async () => {
  const { guard } = guardWith(async () => {
    throw new Error("kafka is formed, and data of its members is gone");
  });
  await expect(guard.mayBeMade()).rejects.toThrow("data of its members is gone");
  await expect(guard.mayBeMade()).rejects.toThrow("data of its members is gone");
});

test("nothing is asked when the gate has run in this run", async () => {
  const { asked, guard } = guardWith(async () => {
    throw new Error("asked twice");
  });
  guard.gateRan();
  await guard.mayBeMade();
  expect(asked).not.toHaveBeenCalled();
});

test("nothing is asked in a run that makes no member", () => {
  expect(guardWith(async () => {}).asked).not.toHaveBeenCalled();
});
