import { afterEach, beforeEach } from "vitest";

/**
 * What stopped the test's program: the SDK reports it as rejections that nobody awaits, and ends the process on them.
 * @returns their messages so far
 */
export function collectRejections(): () => string[] {
  const reasons: unknown[] = [];
  const collect = (reason: unknown) => reasons.push(reason);
  const before = process.listeners("unhandledRejection");
  beforeEach(() => {
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", collect);
  });
  afterEach(() => {
    process.removeAllListeners("unhandledRejection");
    for (const listener of before) process.on("unhandledRejection", listener);
  });
  return () => reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
}
