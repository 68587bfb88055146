import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Look, Waited, waitUntil } from "./wait.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const unmet = (condition: string) => [{ member: "k1", condition }];
const good: Look = { unmet: [], restarts: { k1: 0 } };

/** Runs a wait over looks that depend on the seconds passed; gives how it ended, when, and after how many looks. */
async function wait(look: (seconds: number) => Look, deadlineSeconds = 10) {
  const start = Date.now();
  let looks = 0;
  const said: string[] = [];
  const ended = waitUntil({
    deadlineSeconds,
    look: async () => {
      looks += 1;
      return look((Date.now() - start) / 1000);
    },
    say: (line) => said.push(line),
  }).then(
    () => "passed",
    (error: unknown) => (error instanceof Waited ? error.message : `threw ${error}`),
  );
  let end: string | undefined;
  void ended.then((text) => {
    end = text;
  });
  while (end === undefined) await vi.advanceTimersByTimeAsync(100);
  return { end, seconds: Math.round((Date.now() - start) / 1000), looks, said };
}

describe("waiting", () => {
  test("what holds at the first look passes without a pause", async () => {
    expect(await wait(() => good)).toEqual({ end: "passed", seconds: 0, looks: 1, said: [] });
  });

  test("what holds later is seen soon after, and the wait said what it was for", async () => {
    const waited = await wait((s) => (s < 3 ? { ...good, unmet: unmet("starts") } : good));
    expect(waited.end).toBe("passed");
    expect(waited.seconds).toBeLessThanOrEqual(4);
    expect(waited.said).toEqual(["waiting since 0 s: k1: starts"]);
  });

  test("without anything new it fails at the deadline", async () => {
    const waited = await wait(() => ({ ...good, unmet: unmet("silent") }));
    expect(waited.end).toBe("nothing new for 10 s");
    expect(waited.seconds).toBeGreaterThanOrEqual(10);
    expect(waited.seconds).toBeLessThanOrEqual(12);
  });

  test("progress moves the deadline", async () => {
    const waited = await wait((s) =>
      s < 60 ? { ...good, unmet: unmet(`height ${Math.floor(s / 5)}`) } : good,
    );
    expect(waited.end).toBe("passed");
  });

  test("flapping between two states is no progress", async () => {
    const waited = await wait((s) => ({ ...good, unmet: unmet(Math.floor(s) % 2 ? "running" : "exited") }));
    expect(waited.end).toBe("nothing new for 10 s");
    expect(waited.seconds).toBeLessThanOrEqual(14);
  });

  test("a container that was restarted passes only after running for 5 s", async () => {
    const waited = await wait((s) => ({
      unmet: s < 2 ? unmet("starts") : [],
      restarts: { k1: s < 1 ? 3 : 4 },
    }));
    expect(waited.end).toBe("passed");
    expect(waited.seconds).toBeGreaterThanOrEqual(6);
  });

  test("restarts before the gate do not count", async () => {
    expect((await wait(() => ({ unmet: [], restarts: { k1: 7 } }))).seconds).toBe(0);
  });

  test("a look may shorten the deadline while it lasts", async () => {
    const waited = await wait((s) => ({
      ...good,
      unmet: unmet("down"),
      ...(s < 3 ? {} : { deadlineSeconds: 4 }),
    }));
    expect(waited.end).toBe("nothing new for 4 s");
    expect(waited.seconds).toBeLessThanOrEqual(6);
  });

  test("a crash loop fails before the deadline", async () => {
    const waited = await wait(
      (s) => ({ unmet: unmet("starts"), restarts: { k1: Math.min(5, Math.floor(s)) } }),
      300,
    );
    expect(waited.end).toBe("k1 was restarted 5 times since the gate began");
    expect(waited.seconds).toBeLessThanOrEqual(43);
  });

  test("a broker that restarts until its old session ends is not a crash loop", async () => {
    const restarts = (s: number) => ({ k1: Math.min(6, Math.floor(s / 4)) });
    const waited = await wait((s) => ({ unmet: s < 30 ? unmet("starts") : [], restarts: restarts(s) }), 300);
    expect(waited.end).toBe("passed");
  });
});
