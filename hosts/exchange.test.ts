import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { exchange, httpGet, shortReason } from "./exchange.js";

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A connection to a service that does this with each client. */
async function to(serve: (client: Socket) => void): Promise<Socket> {
  server = createServer(serve);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return connect((server.address() as AddressInfo).port, "127.0.0.1");
}

describe("an exchange", () => {
  test("collects what comes in pieces until the other side ends", async () => {
    const socket = await to((client) => {
      client.once("data", () => {
        client.write("one ");
        setTimeout(() => client.end("two"), 20);
      });
    });
    expect((await exchange(socket, "srvr")).toString()).toBe("one two");
  });

  test("ends as soon as the answer is complete, although the connection stays open", async () => {
    const socket = await to((client) => client.once("data", () => client.write("abcd")));
    expect((await exchange(socket, "x", (answer) => answer.length === 4)).toString()).toBe("abcd");
    expect(socket.destroyed).toBe(true);
  });
});

describe("HTTP", () => {
  test("gives status and body", async () => {
    const socket = await to((client) =>
      client.once("data", (request) => {
        const [line] = request.toString().split("\r\n");
        client.end(`HTTP/1.0 503 Busy\r\nContent-Type: text/plain\r\n\r\nyou sent ${line}`);
      }),
    );
    expect(await httpGet(socket, "x", "/metrics")).toEqual({
      status: 503,
      body: "you sent GET /metrics HTTP/1.0",
    });
  });

  test("a closed connection and another protocol are errors", async () => {
    await expect(
      httpGet(await to((client) => client.once("data", () => client.end())), "x", "/"),
    ).rejects.toThrow("closed the connection without an answer");
    server?.close();
    await expect(
      httpGet(await to((client) => client.once("data", () => client.end("SSH-2.0-x\r\n"))), "x", "/"),
    ).rejects.toThrow("no HTTP answer");
  });
});

test("a refused forwarding is said in two words, other failures in full", () => {
  const refused = new Error(
    "root@10.0.1.11:22: cannot open a TCP connection to 10.0.1.11:2181 ((SSH) Channel open failure: Connection refused); check that the service listens there",
  );
  expect(shortReason(refused)).toBe("connection refused");
  expect(shortReason(new Error("no answer within 5 s"))).toBe("no answer within 5 s");
});
