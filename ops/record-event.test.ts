import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEvents } from "./event-file.js";
import { eventsText } from "./events.js";
import { recordEvent } from "./record-event.js";
import { UsageError } from "./verb.js";

let folder = "";
const place = () => ({ file: join(folder, "Pulumi.dev.yaml"), label: "dev" });
const act = { verb: "restart", arguments: { services: ["kafka1", "kafka2"] } };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "events-"));
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

async function results(): Promise<string[]> {
  return (await readEvents(place())).events.map(({ result }) => result);
}

describe("an acting verb", () => {
  test("leaves one line with who, where, what and how it ended", async () => {
    expect(await recordEvent(place(), act, async () => 0)).toBe(0);
    const text = readFileSync(join(folder, ".consortium/events.jsonl"), "utf8");
    expect(text.split("\n")).toHaveLength(2);
    expect(JSON.parse(text)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      user: expect.any(String),
      host: expect.any(String),
      stack: "dev",
      verb: "restart",
      arguments: { services: ["kafka1", "kafka2"] },
      result: "done",
      seconds: expect.any(Number),
    });
  });

  test("that ends with a status or an error says so, without what servers printed", async () => {
    await recordEvent(place(), act, async () => 1);
    const failing = recordEvent(place(), act, async () => {
      throw new UsageError("removing volumes failed\n  k1: password=hunter2");
    });
    await expect(failing).rejects.toThrow("removing volumes failed");
    expect(await results()).toEqual(["exit status 1", "failed: removing volumes failed"]);
  });

  test("is not begun where it cannot be written down", async () => {
    writeFileSync(join(folder, ".consortium"), "in the way");
    let begun = false;
    await expect(
      recordEvent(place(), act, async () => {
        begun = true;
        return 0;
      }),
    ).rejects.toThrow("Nothing was changed");
    expect(begun).toBe(false);
  });

  test("writes for its own user's eyes, in a folder that git ignores", async () => {
    await recordEvent(place(), act, async () => 0);
    expect(statSync(join(folder, ".consortium/events.jsonl")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, ".consortium/.gitignore"), "utf8")).toBe("*\n");
  });

  test("that a signal ends is written down, and ends by the signal", async () => {
    const script = `
      import { recordEvent } from ${JSON.stringify(join(import.meta.dirname, "record-event.ts"))};
      await recordEvent(${JSON.stringify(place())}, ${JSON.stringify(act)}, () => {
        console.log("begun");
        return new Promise((resolve) => setTimeout(resolve, 60_000, 0));
      });`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    child.stdout.once("data", () => child.kill("SIGINT"));
    expect(await ended).toBe("SIGINT");
    expect(await results()).toEqual(["interrupted by SIGINT"]);
  });
});

test("lines that are no events are counted and left out", async () => {
  mkdirSync(join(folder, ".consortium"));
  writeFileSync(
    join(folder, ".consortium/events.jsonl"),
    '{"time":"2025-06-01T10:00:00.000Z","verb":"stop"}\n{"ti\nnull\n',
  );
  const { events, unreadable } = await readEvents(place());
  expect(events.map(({ verb }) => verb)).toEqual(["stop"]);
  expect(unreadable).toBe(2);
});

test("without a file there are no events", async () => {
  expect(await readEvents(place())).toEqual({ events: [], unreadable: 0 });
});

test("events for people", () => {
  const event = {
    time: "2025-06-01T10:00:00.123Z",
    user: "ann",
    host: "desk",
    stack: "dev",
    verb: "exec",
    arguments: { service: "kafka1", program: "df" },
    result: "exit status 1",
    seconds: 0.4,
  };
  expect(
    eventsText([event]),
  ).toBe(`TIME                  WHO       VERB  ARGUMENTS                  TOOK   RESULT
2025-06-01T10:00:00Z  ann@desk  exec  service=kafka1 program=df  0.4 s  exit status 1
`);
});
