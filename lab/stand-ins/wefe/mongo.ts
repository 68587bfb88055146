import { connect, createServer, type Server } from "node:net";

/** Values of the few documents that are played. */
type Value = string | number | boolean;

/** A flat document in BSON: texts, numbers (as doubles), truth values. */
export function bson(document: Readonly<Record<string, Value>>): Buffer {
  const fields = Object.entries(document).map(([key, value]) => {
    const name = Buffer.from(`${key}\0`, "utf8");
    if (typeof value === "boolean")
      return Buffer.concat([Buffer.from([0x08]), name, Buffer.from([value ? 1 : 0])]);
    if (typeof value === "number") {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return Buffer.concat([Buffer.from([0x01]), name, bytes]);
    }
    const text = Buffer.from(`${value}\0`, "utf8");
    const length = Buffer.alloc(4);
    length.writeInt32LE(text.length);
    return Buffer.concat([Buffer.from([0x02]), name, length, text]);
  });
  const body = Buffer.concat([...fields, Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** Operation code of `OP_MSG`, what servers from 3.6 on speak. */
const opMessage = 2013;

function message(id: number, answersTo: number, document: Readonly<Record<string, Value>>): Buffer {
  const body = Buffer.concat([Buffer.alloc(4), Buffer.from([0]), bson(document)]);
  const head = Buffer.alloc(16);
  head.writeInt32LE(body.length + 16, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(answersTo, 8);
  head.writeInt32LE(opMessage, 12);
  return Buffer.concat([head, body]);
}

/** A server that answers every message as a primary of 5.0 answers `hello`, and stores nothing. */
export function mongoServer(): Server {
  return createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (piece: Buffer) => {
      rest = Buffer.concat([rest, piece]);
      while (rest.length >= 16) {
        const length = rest.readInt32LE(0);
        if (length < 16 || rest.readInt32LE(12) !== opMessage) return void socket.destroy();
        if (rest.length < length) return;
        socket.write(
          message(1, rest.readInt32LE(4), {
            helloOk: true,
            isWritablePrimary: true,
            setName: "rs0",
            minWireVersion: 0,
            maxWireVersion: 13,
            msg: "stand-in of the lab",
            ok: 1,
          }),
        );
        rest = rest.subarray(length);
      }
    });
  });
}

/** Says hello to a MongoDB server. @throws Error where nothing like one answers */
export function sayHello(host: string, port: number, seconds = 5): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const failed = (why: string) => {
      socket.destroy();
      reject(new Error(`mongo ${host}:${port}: ${why}`));
    };
    socket.setTimeout(seconds * 1000, () => failed(`no answer in ${seconds} s`));
    socket.on("error", (error) => failed(error.message));
    socket.on("connect", () => socket.write(message(7, 0, { hello: 1, $db: "admin" })));
    socket.once("data", (bytes: Buffer) => {
      if (bytes.length < 16 || bytes.readInt32LE(12) !== opMessage || bytes.readInt32LE(8) !== 7)
        return failed("not an answer of MongoDB");
      socket.destroy();
      resolve();
    });
  });
}
