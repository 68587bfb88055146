import { connect, type Socket } from "node:net";
import { type Duplex, Readable } from "node:stream";
import type { BrokerAnswer, BrokerRequest } from "./broker.js";
import { messageOf, SshError } from "./errors.js";
import { FrameReader, frame, readLine, writeFrame } from "./frames.js";
import type { ExecOptions, ExecResult, Link } from "./link.js";
import { onAbort } from "./on-abort.js";
import { describeTarget, type SshTarget } from "./target.js";

/** A link through a broker's socket. Proves that the server can be reached before it returns. @throws SshError */
export async function brokerLink(path: string, target: SshTarget): Promise<Link> {
  (await ask(path, { kind: "connect", target })).destroy();
  return {
    exec: (command, options) => exec(path, target, command, options ?? {}),
    connectTcp: (host, port) => ask(path, { kind: "tcp", target, host, port }),
    connectUnix: (socket) => ask(path, { kind: "unix", target, path: socket }),
    close: async () => {},
  };
}

/** Sends the request; gives the socket, paused behind the answer's line. */
async function ask(path: string, request: BrokerRequest): Promise<Socket> {
  const server = describeTarget(request.target);
  const socket = connect({ path, allowHalfOpen: true });
  socket.on("error", () => {});
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    const reply = JSON.parse(await readLine(socket)) as BrokerAnswer;
    if (!reply.ok) throw new SshError(reply.failure, reply.message);
    return socket;
  } catch (error) {
    socket.destroy();
    if (error instanceof SshError) throw error;
    throw new SshError(
      "lost",
      `${server}: the SSH broker at ${path} does not answer (${messageOf(error)}). ` +
        `Unset CONSORTIUM_SSH_BROKER to connect directly`,
    );
  }
}

async function exec(
  path: string,
  target: SshTarget,
  command: string,
  options: ExecOptions,
): Promise<ExecResult> {
  const server = describeTarget(target);
  if (options.signal?.aborted) throw new SshError("aborted", `${server}: the command was cancelled`);
  const socket = await ask(path, {
    kind: "exec",
    target,
    command,
    ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const unwatch = onAbort(options.signal, () => void writeFrame(socket, frame.abort));
  const ended = new Promise<number>((resolve, reject) => {
    const reader = new FrameReader();
    socket.on("data", (piece: Buffer) => {
      for (const { kind, payload } of reader.push(piece)) {
        if (kind === frame.stdout)
          (options.onStdout ?? ((chunk: Buffer) => void stdout.push(chunk)))(payload);
        else if (kind === frame.stderr)
          (options.onStderr ?? ((chunk: Buffer) => void stderr.push(chunk)))(payload);
        else if (kind === frame.exit) {
          const end = JSON.parse(payload.toString()) as { code: number } | (BrokerAnswer & { ok: false });
          if ("code" in end) resolve(end.code);
          else reject(new SshError(end.failure, end.message));
        }
      }
    });
    socket.once("close", () =>
      reject(new SshError("lost", `${server}: the SSH broker went away while a command ran`)),
    );
  });
  feed(socket, options.stdin);
  socket.resume();
  try {
    const code = await ended;
    return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  } finally {
    unwatch();
    socket.destroy();
  }
}

/** The largest piece of standard input in one frame. */
const pieceBytes = 64 * 1024;

function feed(socket: Duplex, stdin: ExecOptions["stdin"]): void {
  if (stdin instanceof Readable) {
    stdin.on("data", (chunk: Buffer | string) => {
      if (writeFrame(socket, frame.stdin, Buffer.from(chunk))) return;
      stdin.pause();
      socket.once("drain", () => stdin.resume());
    });
    stdin.once("end", () => void writeFrame(socket, frame.stdinEnd));
    stdin.once("error", () => socket.destroy());
    return;
  }
  const bytes = Buffer.from(stdin ?? "");
  for (let at = 0; at < bytes.length; at += pieceBytes)
    writeFrame(socket, frame.stdin, bytes.subarray(at, at + pieceBytes));
  writeFrame(socket, frame.stdinEnd);
}
