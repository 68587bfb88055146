import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Link } from "../ssh/index.js";
import { dockerLogs, LogReader, logPath } from "./logs.js";

const head = "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n";

/** A frame as Docker writes it: 1 is standard output, 2 is standard error. */
function frame(stream: number, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

const first = "2025-06-01T10:00:00.000000001Z started\n";
const second = "2025-06-01T10:00:01.500000000Z a\u00e9b\n";

describe("a container's log", () => {
  const answer = Buffer.concat([Buffer.from(head), frame(1, first), frame(2, second)]);
  const lines = [
    { time: "2025-06-01T10:00:00.000000001Z", stream: "stdout", text: "started" },
    { time: "2025-06-01T10:00:01.500000000Z", stream: "stderr", text: "a\u00e9b" },
  ];

  test("is read in one piece", () => {
    const reader = new LogReader();
    expect([...reader.push(answer), ...reader.end()]).toEqual(lines);
  });

  test.each([1, 2, 7, 50])("is read in pieces of %d bytes", (size) => {
    const reader = new LogReader();
    const seen = [];
    for (let at = 0; at < answer.length; at += size)
      seen.push(...reader.push(answer.subarray(at, at + size)));
    expect([...seen, ...reader.end()]).toEqual(lines);
  });

  test("a line that comes in two frames is one line, and the last one needs no line end", () => {
    const reader = new LogReader();
    const seen = reader.push(
      Buffer.concat([Buffer.from(head), frame(1, "2025-06-01T10:00:00.000000000Z ha"), frame(1, "lf")]),
    );
    expect(seen).toEqual([]);
    expect(reader.end()).toEqual([
      { time: "2025-06-01T10:00:00.000000000Z", stream: "stdout", text: "half" },
    ]);
  });

  test("an empty line is a line", () => {
    const reader = new LogReader();
    expect(
      reader.push(Buffer.concat([Buffer.from(head), frame(1, "2025-06-01T10:00:00.000000000Z \n")])),
    ).toEqual([{ time: "2025-06-01T10:00:00.000000000Z", stream: "stdout", text: "" }]);
  });

  test("Docker's refusal is said in its own words", () => {
    const reader = new LogReader();
    reader.push(Buffer.from('HTTP/1.0 404 Not Found\r\n\r\n{"message":"No such container: dev-kafka1"}\n'));
    expect(() => reader.end()).toThrow("Docker answered 404: No such container: dev-kafka1");
  });

  test("a connection that closes at once is an error", () => {
    expect(() => new LogReader().end()).toThrow("without an answer");
  });

  test("the output of a container with a terminal is refused", () => {
    expect(() => new LogReader().push(Buffer.from(`${head}2025-06-01T10:00:00Z plain text`))).toThrow(
      "terminal",
    );
  });
});

test.each([
  {
    range: {},
    mode: "read" as const,
    path: "/containers/dev-kafka1/logs?stdout=1&stderr=1&timestamps=1",
  },
  {
    range: { since: "2025-06-01T10:00:01.500000007Z", tail: 5 },
    mode: "follow" as const,
    path: "/containers/dev-kafka1/logs?stdout=1&stderr=1&timestamps=1&follow=1&since=1748772001.500000007&tail=5",
  },
])("the request for $range in mode $mode", ({ range, mode, path }) => {
  expect(logPath("dev-kafka1", range, mode)).toBe(path);
});

test("a followed log ends quietly when it is stopped, and leaves no connection", async () => {
  const folder = mkdtempSync(join(tmpdir(), "docker-logs-"));
  let asked = "";
  const server = createServer((request, response) => {
    asked = request.url ?? "";
    response.write(frame(1, first));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, "docker.sock"), resolve));
  const link: Pick<Link, "connectUnix"> = { connectUnix: async () => connect(join(folder, "docker.sock")) };
  const stop = new AbortController();
  const lines: string[] = [];
  for await (const { text } of dockerLogs(link, "dev-kafka1", { tail: 0 }, "follow", stop.signal)) {
    lines.push(text);
    stop.abort();
  }
  expect(lines).toEqual(["started"]);
  expect(asked).toBe("/containers/dev-kafka1/logs?stdout=1&stderr=1&timestamps=1&follow=1&tail=0");
  // Resolves only when no connection is left.
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});
