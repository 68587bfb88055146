import { connect, createServer, type Server, type TLSSocket } from "node:tls";
import { type Credentials, nodeIdOf } from "./certificates.js";
import { short } from "./genesis.js";
import { type Message, message } from "./group.js";
import type { Log } from "./log.js";
import type { NodeConfig } from "./node-config.js";
import { verdict } from "./sessions.js";

/** Seconds between two rounds of dialling (upstream's CHECK_INTERVAL). */
const checkSeconds = 10;

/** How a node or an SDK speaks TLS: certificates on secp256k1 do not exist in TLS 1.3. */
export function peerTls({ key, certificate, authority }: Credentials) {
  return {
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.2",
    ecdhCurve: "secp256k1:prime256v1:X25519",
    key,
    cert: certificate,
    ca: authority,
  } as const;
}

/** A connected node. */
export interface Session {
  readonly id: string;
  readonly endpoint: string;
  readonly agency: string;
  readonly node: string;
}

/** What the peer-to-peer port needs to know and tells. */
export interface PeerPort {
  readonly config: NodeConfig;
  readonly credentials: Credentials;
  readonly nodeId: string;
  readonly log: Log;
  /** `at once`: dial when started and each 10 s then; `together`: at whole 10 s of the clock, all nodes at a time. */
  readonly dialling: "at once" | "together";
  onConnected(id: string): void;
  onGone(id: string): void;
  onMessage(from: string, said: Message): void;
}

/** Sessions with other nodes: mutual TLS in both directions, one session a node. */
export class Peers {
  readonly #around: PeerPort;
  readonly #sessions = new Map<string, Session & { readonly socket: TLSSocket }>();
  /** Own node's addresses, found by dialling them. */
  readonly #selves = new Set<string>();
  readonly #dialled = new Map<string, string>();
  #server: Server | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(around: PeerPort) {
    this.#around = around;
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** Listens and begins to dial. Rejects where the port is taken. */
  async start(): Promise<void> {
    const { config, credentials, log } = this.#around;
    const server = createServer(
      {
        ...peerTls(credentials),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => {
        const endpoint = `${socket.remoteAddress}:${socket.remotePort}`;
        log.write("info", `[NETWORK][Host]handshakeServer succ,remote endpoint=${endpoint}`);
        this.#open(socket, endpoint, undefined);
      },
    );
    server.on("connection", (socket) => {
      log.write("info", `[NETWORK][Host]P2P Recv Connect, From=${socket.remoteAddress}:${socket.remotePort}`);
      log.write("info", `[NETWORK][Host]P2P StartAccept,Host=${config.p2p.ip}:${config.p2p.port}`);
    });
    server.on("tlsClientError", (error, socket) =>
      log.write(
        "error",
        `[NETWORK][Host]handshakeServer failed,endpoint=${socket.remoteAddress}:${socket.remotePort},what=${error.message}`,
      ),
    );
    await listening(server, config.p2p, "p2p.listen_port");
    this.#server = server;
    const round = checkSeconds * 1000;
    const first = this.#around.dialling === "together" ? round - (Date.now() % round) : 0;
    this.#timer = setTimeout(() => this.#round(round), first);
  }

  send(to: string, said: Message): void {
    this.#sessions.get(to)?.socket.write(`${JSON.stringify(said)}\n`);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#server?.close();
    for (const { socket } of this.#sessions.values()) socket.destroy();
  }

  #round(every: number): void {
    if (this.#stopped) return;
    const { config, log } = this.#around;
    for (const endpoint of config.peers) {
      const known = this.#dialled.get(endpoint);
      if (this.#selves.has(endpoint) || (known !== undefined && this.#sessions.has(known))) continue;
      this.#dial(endpoint);
    }
    log.write("info", `[P2P][Service] heartBeat,connected count=${this.#sessions.size}`);
    const next = this.#around.dialling === "together" ? every - (Date.now() % every) : every;
    this.#timer = setTimeout(() => this.#round(every), next);
  }

  #dial(endpoint: string): void {
    const { log, credentials } = this.#around;
    log.write("info", `[NETWORK][Host]Connecting to node,endpoint=${endpoint}`);
    const [host = "", port = ""] = endpoint.split(":");
    const socket = connect({
      ...peerTls(credentials),
      host,
      port: Number(port),
      // Certificates of nodes name nobody; the chain is checked, as upstream does.
      checkServerIdentity: () => undefined,
    });
    const timer = setTimeout(() => socket.destroy(new Error("no answer in 5 s")), 5000);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      log.write(
        "info",
        `[NETWORK][Host]handshakeClient succ,local endpoint=${socket.localAddress}:${socket.localPort}`,
      );
      this.#open(socket, endpoint, endpoint);
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      log.write(
        "error",
        `[NETWORK][Host]TCP Connection refused by node,endpoint=${endpoint},message=${error.message}`,
      );
    });
  }

  #open(socket: TLSSocket, endpoint: string, dialled: string | undefined): void {
    const { nodeId, log, config } = this.#around;
    const certificate = socket.getPeerX509Certificate();
    socket.on("error", (error) =>
      log.write("warning", `[NETWORK][Session]doRead error,endpoint=${endpoint},message=${error.message}`),
    );
    if (!certificate) return void socket.destroy();
    let id: string;
    try {
      id = nodeIdOf("peer certificate", certificate.publicKey);
    } catch (error) {
      log.write(
        "error",
        `[NETWORK][Host]${error instanceof Error ? error.message : "bad certificate"},endpoint=${endpoint}`,
      );
      return void socket.destroy();
    }
    if (dialled !== undefined) this.#dialled.set(dialled, id);
    const said = verdict(nodeId, id, new Set(this.#sessions.keys()), config);
    if (said !== "keep") {
      if (said === "self" && dialled !== undefined) this.#selves.add(dialled);
      else
        log.write(
          "warning",
          `[P2P][Service] onConnect,${said === "duplicate" ? "DuplicatePeer" : said},drop,nodeID=${short(id)},endpoint=${endpoint}`,
        );
      return void socket.destroy();
    }
    const session = {
      id,
      endpoint,
      agency: /^CN=(.*)$/m.exec(certificate.issuer)?.[1] ?? "",
      node: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "",
      socket,
    };
    this.#sessions.set(id, session);
    log.write(
      "info",
      `[NETWORK][Host]startPeerSession, Remote=${endpoint},local endpoint=${socket.localAddress}:${socket.localPort},nodeID=${short(id)}`,
    );
    log.write("info", `[P2P][Service] Connection established,nodeID=${short(id)},endpoint=${endpoint}`);
    this.#read(session);
    this.#around.onConnected(id);
  }

  #read(session: Session & { readonly socket: TLSSocket }): void {
    const { log } = this.#around;
    const { socket, id, endpoint } = session;
    let rest = "";
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said = message.safeParse(parsed(line));
        if (said.success) this.#around.onMessage(id, said.data);
        else return void socket.destroy(new Error("not a message of the stand-in"));
      }
    });
    socket.on("close", () => {
      if (this.#sessions.get(id)?.socket !== socket) return;
      this.#sessions.delete(id);
      log.write("warning", `[NETWORK][Session]doRead error,endpoint=${endpoint},message=short read`);
      log.write(
        "warning",
        `[P2P][Service] disconnect error P2PSession,nodeID=${short(id)},endpoint=${endpoint},errorCode=3,what=Disconnect`,
      );
      this.#around.onGone(id);
    });
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Waits until a server listens. @throws Error naming the setting whose port is taken */
export async function listening(
  server: {
    listen(port: number, host: string): unknown;
    once(event: string, listener: (error: Error) => void): unknown;
  },
  at: { readonly ip: string; readonly port: number },
  setting: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("listening", () => resolve());
    server.once("error", (error) =>
      reject(new Error(`${setting}: cannot listen on ${at.ip}:${at.port}: ${error.message}`)),
    );
    server.listen(at.port, at.ip);
  });
}
