import { expect, test } from "vitest";
import { attempt, lastLines, run } from "./process.js";

test("a program that is not there ends with status 127", async () => {
  expect((await attempt(["no-such-program-here"])).code).toBe(127);
});

test("a failure names the command, its status and its last lines", async () => {
  await expect(run(["sh", "-c", "echo out; echo err >&2; exit 3"])).rejects.toThrow(
    "sh -c echo out; echo err >&2; exit 3: exit status 3\n  out\n  err",
  );
});

test("standard input reaches the program, and lines come as they are written", async () => {
  const lines: string[] = [];
  const out = await run(["sed", "s/^/> /"], { stdin: "a\nb\n", onLine: (line) => lines.push(line) });
  expect(out).toBe("> a\n> b\n");
  expect(lines).toEqual(["> a", "> b"]);
});

test("empty lines are not shown", () => {
  expect(lastLines("a\n\n\nb\nc\n", 2)).toBe("  b\n  c");
});

test("a program that takes too long is ended with status 143", async () => {
  expect((await attempt(["sleep", "30"], { timeoutSeconds: 0.1 })).code).toBe(143);
});

test("a time limit does not outlive a program that is not there", async () => {
  const script = `import { attempt } from "${import.meta.dirname}/process.ts"; await attempt(["no-such-program-here"], { timeoutSeconds: 600 });`;
  const ended = await attempt(["node", "--import", "tsx", "--input-type=module", "-e", script], {
    timeoutSeconds: 15,
  });
  expect(ended.code).toBe(0);
});
