import { connect } from "node:net";
import { Duplex } from "node:stream";
import { LinkAgent } from "../link-agent.js";
import { RegistryClient } from "../registry-client.js";
import type { TestRegistry } from "./registry-double.js";

/** A stream that is no socket, as SSH gives it: TLS takes another way through Node for it. */
function channelTo(port: number): Promise<Duplex> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const channel = new Duplex({
    read: () => void socket.resume(),
    write: (piece: Buffer, _, done) => void socket.write(piece, () => done()),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (piece) => {
    if (!channel.push(piece)) socket.pause();
  });
  // As sshd tells it: the end of what can be read, whatever is still to be written, and a moment later the close.
  const ended = () => {
    if (!channel.readableEnded) channel.push(null);
    setTimeout(() => channel.destroy(), 20);
  };
  socket.once("end", ended);
  socket.once("close", ended);
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(channel));
    socket.on("error", reject);
  });
}

/** A client of a registry on loopback, without SSH in between. */
export function clientOf(
  { port, caCertificate, username, password }: Omit<TestRegistry, "close">,
  address = "127.0.0.1",
): RegistryClient {
  const open = () => channelTo(port);
  const agent = new LinkAgent({ open, address, caCertificate, connections: 3 });
  return new RegistryClient({ host: `${address}:${port}`, username, password, agent });
}
