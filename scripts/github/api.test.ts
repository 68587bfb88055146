import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeIssue, type Repository, writeComment, writeIssue } from "./api.js";

/** As much of GitHub's interface as we use; it keeps what was written and notes what was asked. */
interface Entry {
  id: number;
  number: number;
  body: string;
  user: { type: string };
  state: string;
}

const marker = "<!-- consortium preview prod -->";
let server: Server;
let repository: Repository;
let entries: Entry[] = [];
let asked: string[] = [];

const entry = (id: number, body: string, type: string): Entry => ({
  id,
  number: id,
  body,
  user: { type },
  state: "open",
});

beforeEach(async () => {
  entries = [];
  asked = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://github.test");
    asked.push(`${request.method} ${url.pathname}`);
    if (request.headers.authorization !== "Bearer t0ken") {
      response.writeHead(403).end('{"message":"Resource not accessible by integration"}');
      return;
    }
    let text = "";
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      const page = Number(url.searchParams.get("page"));
      const body = text === "" ? {} : (JSON.parse(text) as Partial<Entry>);
      if (request.method === "GET") {
        const open = entries.filter(({ state }) => state === "open");
        response.end(JSON.stringify(open.slice((page - 1) * 100, page * 100)));
      } else if (request.method === "PATCH") {
        const found = entries.find(({ id }) => id === Number(url.pathname.split("/").at(-1)));
        Object.assign(found ?? {}, body);
        response.end("{}");
      } else {
        entries.push(entry(entries.length + 1, body.body ?? "", "Bot"));
        response.writeHead(201).end("{}");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  repository = { api: `http://127.0.0.1:${port}`, name: "o/r", token: "t0ken" };
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test("the first run writes a comment, the next one edits it", async () => {
  expect(await writeComment(repository, 7, marker, `${marker}\none`)).toBe("created");
  expect(await writeComment(repository, 7, marker, `${marker}\ntwo`)).toBe("edited");
  expect(entries.map(({ body }) => body)).toEqual([`${marker}\ntwo`]);
  expect(asked).toEqual([
    "GET /repos/o/r/issues/7/comments",
    "POST /repos/o/r/issues/7/comments",
    "GET /repos/o/r/issues/7/comments",
    "PATCH /repos/o/r/issues/comments/1",
  ]);
});

test("a person's comment with the same marker is left alone", async () => {
  entries = [entry(1, `${marker}\nquoted`, "User")];
  expect(await writeComment(repository, 7, marker, `${marker}\nours`)).toBe("created");
  expect(entries.map(({ body }) => body)).toEqual([`${marker}\nquoted`, `${marker}\nours`]);
});

test("ours is found behind a hundred others", async () => {
  entries = Array.from({ length: 150 }, (_, index) => entry(index + 1, "talk", "User"));
  entries.push(entry(151, marker, "Bot"));
  expect(await writeComment(repository, 7, marker, `${marker}\nnew`)).toBe("edited");
  expect(entries[150]?.body).toBe(`${marker}\nnew`);
});

test("an issue is opened once, edited while it is open, closed with a reason, and then opened anew", async () => {
  const issue = { title: "Drift: prod", body: `${marker}\nk1` };
  expect(await writeIssue(repository, marker, issue)).toBe("created");
  expect(await writeIssue(repository, marker, { ...issue, body: `${marker}\nk2` })).toBe("edited");
  expect(entries.map(({ body }) => body)).toEqual([`${marker}\nk2`]);
  expect(await closeIssue(repository, marker, "all well")).toBe("closed");
  expect(entries[0]?.state).toBe("closed");
  expect(await closeIssue(repository, marker, "all well")).toBe("none open");
  expect(await writeIssue(repository, marker, issue)).toBe("created");
});

test("a refusal is told with GitHub's words and the permission to look at", async () => {
  await expect(writeComment({ ...repository, token: "other" }, 7, marker, marker)).rejects.toThrow(
    /GitHub refused GET issues\/7\/comments: 403 .*Resource not accessible by integration.*pull-requests: write/,
  );
});
