import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";

/** Who we are and whom we trust, in PEM. */
export interface TlsClient {
  /** The only authority that is trusted. */
  readonly ca: string;
  /** Shown to a server that asks for it. Secret key beside it. */
  readonly certificate?: string;
  readonly key?: string;
}

/** Seconds a handshake may take; a machine whose JVMs are all starting needs several. */
const handshakeSeconds = 20;

/**
 * TLS inside a stream that someone else opened, e.g. a TCP connection made by a server.
 * @param host name or address that the server's certificate must be for
 * @throws Error when the handshake fails or does not end in time; the stream is destroyed then
 */
export function tlsOver(
  socket: Duplex,
  host: string,
  { ca, certificate, key }: TlsClient,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = connect({
      socket,
      host,
      ca,
      minVersion: "TLSv1.2",
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
    });
    const failed = (error: Error) => {
      clearTimeout(timer);
      // A late alert of a connection that was given up is nobody's business.
      secure.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => failed(new Error(`no TLS handshake within ${handshakeSeconds} s`)),
      handshakeSeconds * 1000,
    );
    const closed = () => failed(new Error("the connection was closed during the TLS handshake"));
    secure.once("error", failed);
    secure.once("close", closed);
    secure.once("close", () => socket.destroy());
    secure.once("secureConnect", () => {
      clearTimeout(timer);
      secure.off("error", failed);
      secure.off("close", closed);
      resolve(secure);
    });
  });
}
