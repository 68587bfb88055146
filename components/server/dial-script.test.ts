import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";

const script = fileURLToPath(new URL("dial.sh", import.meta.url));
let server: Server | undefined;
afterEach(() => server?.close());

/** A server that treats its connections one after the other as told, the last way for all that follow. */
async function listen(...ways: ((socket: Socket) => void)[]): Promise<string> {
  let count = 0;
  server = createServer((socket) => {
    socket.on("error", () => {});
    ways[Math.min(count++, ways.length - 1)]?.(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  return String(at.port);
}

/** Connections that the server has open. */
function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server?.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

const hangUp = (socket: Socket) => socket.end();
const refuse = (socket: Socket) => socket.end("Exceeded MaxStartups\r\n");
/** Greets, and sends back whatever comes. */
const serve = (socket: Socket) => {
  socket.write("SSH-2.0-OpenSSH_9.2\r\n");
  socket.pipe(socket);
};

/** What `ssh` would see of it: what it reads, the error text, and how it ended. Like ssh it writes until nothing comes. */
async function dial(words: readonly string[]) {
  const child = spawn("bash", [script, ...words]);
  child.stdin.on("error", () => {});
  const closed = once(child, "close");
  const read = await text(child.stdout);
  child.stdin.end();
  const said = await text(child.stderr);
  const [code] = (await closed) as [number];
  return { read, said, code };
}

test("bytes go both ways, whatever they are", async () => {
  const port = await listen((socket) => {
    serve(socket);
    socket.on("end", () => socket.end());
  });
  const bytes = "\u0000\u0001\r\n\\x\n no line end";
  const child = spawn("bash", [script, "tcp", "127.0.0.1", port]);
  let read = "";
  child.stdout.on("data", (chunk) => {
    read += String(chunk);
    // As ssh does: it ends when it has what it wants.
    if (read.endsWith("no line end")) child.stdin.end();
  });
  child.stdin.write(bytes);
  const [code] = (await once(child, "close")) as [number];
  expect({ read, code }).toEqual({ read: `SSH-2.0-OpenSSH_9.2\r\n${bytes}`, code: 0 });
});

test("a server that hangs up before its first line is dialled again", async () => {
  const last = (socket: Socket) => socket.end("SSH-2.0-x\r\nbye");
  const port = await listen(hangUp, refuse, hangUp, last);
  expect(await dial(["tcp", "127.0.0.1", port])).toEqual({ read: "SSH-2.0-x\r\nbye", said: "", code: 0 });
});

test("the end of the connection reaches ssh while it still could write", async () => {
  const port = await listen((socket) => socket.end("SSH-2.0-x\r\n"));
  const child = spawn("bash", [script, "tcp", "127.0.0.1", port]);
  // Nothing is written and standard input stays open: only the server's end can end the output.
  expect(await text(child.stdout)).toBe("SSH-2.0-x\r\n");
  child.stdin.end();
  await once(child, "close");
});

test("when ssh gives up at a refused login, neither a process nor the connection stays", async () => {
  const port = await listen(serve);
  const child = spawn("bash", [script, "tcp", "127.0.0.1", port], { detached: true });
  // Once every process that could write to ssh is gone.
  const closed = once(child, "close", { signal: AbortSignal.timeout(5000) });
  await once(child.stdout, "data");
  child.kill("SIGHUP");
  child.stdin.end();
  try {
    await closed;
  } catch (error) {
    process.kill(-(child.pid ?? 0), "SIGKILL");
    throw error;
  }
  await vi.waitFor(async () => expect(await connections()).toBe(0));
});

test("a server that is not there is said at once, and not dialled again", async () => {
  const port = await listen(serve);
  server?.close();
  expect(await dial(["tcp", "127.0.0.1", port])).toEqual({
    read: "",
    said: `no connection to 127.0.0.1 port ${port}: Connection refused\n`,
    code: 255,
  });
});

test("a name that cannot be resolved is said so", async () => {
  // No DNS server is asked for a name that is none. The resolver's own words differ from machine to machine.
  const { said, code } = await dial(["tcp", "no..name", "22"]);
  expect(said).toMatch(/^no connection to no\.\.name port 22: .*[Nn]ame.*\n$/);
  expect(code).toBe(255);
});

test("through a command it dials again while that ends well, as ssh -W does when the server hung up", async () => {
  const last = (socket: Socket) => socket.end("SSH-2.0-x\r\nbye");
  const port = await listen(hangUp, hangUp, last);
  const command = ["bash", "-c", 'exec 5<>"/dev/tcp/127.0.0.1/$0"; cat <&5', port];
  expect(await dial(["through", ...command])).toEqual({ read: "SSH-2.0-x\r\nbye", said: "", code: 0 });
});

test("a refused login at the jump host is said once, and not tried again", async () => {
  const command = ["sh", "-c", "echo 'ops@jump: Permission denied (publickey).' >&2; exit 255"];
  expect(await dial(["through", ...command])).toEqual({
    read: "",
    said: "ops@jump: Permission denied (publickey).\n",
    code: 255,
  });
});
