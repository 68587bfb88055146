import { createServer, type Server, type TLSSocket } from "node:tls";
import { type Credentials, commonName, hasBasicConstraints, wantsEcKey } from "./certificates.js";
import { encodeFrame, type Frame, frameReader, kinds } from "./frames.js";
import type { Log } from "./log.js";
import { playedVersion } from "./node-config.js";
import { listening, peerTls } from "./p2p.js";

/** What the SDK channel needs. */
export interface ChannelPort {
  readonly listen: { readonly ip: string; readonly port: number };
  readonly credentials: Credentials;
  /** Issuer that an SDK's certificate must have; undefined: any that chains to the authority. */
  readonly issuer: string | undefined;
  readonly log: Log;
  /** Answers one JSON-RPC request. */
  answer(request: string): string;
}

/** The SDK's port: TLS with a client certificate, then frames with JSON-RPC in them. */
export async function openChannel(around: ChannelPort): Promise<Server> {
  const { credentials, log } = around;
  const server = createServer(
    {
      ...peerTls(credentials),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket) => serve(around, socket),
  );
  server.on("tlsClientError", (error, socket) =>
    log.write(
      "error",
      `[CHANNEL][ChannelServer] handshake failed,endpoint=${socket.remoteAddress}:${socket.remotePort},what=${error.message}`,
    ),
  );
  await listening(server, around.listen, "rpc.channel_listen_port");
  return server;
}

function serve({ issuer, log, answer }: ChannelPort, socket: TLSSocket): void {
  const endpoint = `${socket.remoteAddress}:${socket.remotePort}`;
  socket.on("error", () => undefined);
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return void socket.destroy();
  if (issuer !== undefined && certificate.issuer !== issuer) {
    log.write(
      "error",
      `[CHANNEL][ChannelServer] the SDK's certificate is of another agency,endpoint=${endpoint},` +
        `issuer=${commonName(certificate.issuer)},wanted=${commonName(issuer)}. check_cert_issuer=true`,
    );
    return void socket.destroy();
  }
  if (certificate.publicKey.asymmetricKeyType === "rsa" && hasBasicConstraints(certificate)) {
    log.write("error", `[CHANNEL][ChannelServer] handshake failed,endpoint=${endpoint},what=${wantsEcKey}`);
    return void socket.destroy();
  }
  const read = frameReader();
  socket.on("data", (piece: Buffer) => {
    try {
      for (const frame of read(piece)) socket.write(encodeFrame(reply(frame, answer)));
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
}

function reply(frame: Frame, answer: (request: string) => string): Frame {
  const same = { kind: frame.kind, sequence: frame.sequence, result: 0 };
  if (frame.kind === kinds.handshake)
    return { ...same, content: JSON.stringify({ protocol: 3, nodeVersion: playedVersion }) };
  if (frame.kind === kinds.heartbeat) return { ...same, content: JSON.stringify({ heartBeat: 1 }) };
  if (frame.kind === kinds.rpc) return { ...same, content: answer(frame.content) };
  return { ...same, result: 100, content: "" };
}
