import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { serverIdentity } from "./certificates.js";

/** A registry that a test started on loopback. */
export interface TestRegistry {
  readonly port: number;
  readonly caCertificate: string;
  readonly username: string;
  readonly password: string;
  close(): Promise<void>;
}

/** What the double lets a test see and spoil. */
export interface RegistryDouble extends TestRegistry {
  /** `METHOD /path`, without queries, in the order of arrival. */
  readonly requests: string[];
  /** `repository/digest` of every blob. */
  readonly blobs: Set<string>;
  /** Text by `repository/digest`. */
  readonly manifests: Map<string, string>;
  /** How many of the next blob uploads lose their connection half-way. */
  breakUploads: number;
  /** Whether it mounts blobs of other repositories; else it asks for an upload, as the API allows. */
  mounts: boolean;
}

const username = "consortium";
const password = "canary-password";

/** The parts of the Registry HTTP API v2 that a push uses, in memory, with TLS and a login. */
export async function registryDouble(): Promise<RegistryDouble> {
  const { caCertificate, certificate, key } = await serverIdentity("127.0.0.1");
  const double: Omit<RegistryDouble, "port" | "close"> = {
    caCertificate,
    username,
    password,
    requests: [],
    blobs: new Set(),
    manifests: new Map(),
    breakUploads: 0,
    mounts: true,
  };
  const server = createServer({ cert: certificate, key }, (request, response) => {
    answer(double, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(double, {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function answer(
  double: Omit<RegistryDouble, "port" | "close">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "", "https://double");
  const end = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, headers).end();
  };
  double.requests.push(`${request.method} ${url.pathname}`);
  const login = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  if (request.headers.authorization !== login) return end(401);
  if (url.pathname === "/v2/") return end(200);
  const [, repository = "", kind, reference = ""] =
    /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(url.pathname) ?? [];
  if (kind === "manifests") {
    if (request.method === "HEAD") return end(double.manifests.has(`${repository}/${reference}`) ? 200 : 404);
    const manifest = await buffer(request);
    const digest = digestOf(manifest);
    double.manifests.set(`${repository}/${digest}`, manifest.toString());
    return end(201, { "docker-content-digest": digest });
  }
  if (request.method === "HEAD") return end(double.blobs.has(`${repository}/${reference}`) ? 200 : 404);
  if (request.method === "POST") {
    const [mount, from] = [url.searchParams.get("mount"), url.searchParams.get("from")];
    if (double.mounts && mount && double.blobs.has(`${from}/${mount}`)) {
      double.blobs.add(`${repository}/${mount}`);
      return end(201);
    }
    return end(202, { location: `http://elsewhere/v2/${repository}/blobs/uploads/1?_state=s` });
  }
  if (double.breakUploads > 0) {
    double.breakUploads--;
    request.once("data", () => request.destroy());
    return;
  }
  const digest = digestOf(await buffer(request));
  if (url.searchParams.get("_state") !== "s" || digest !== url.searchParams.get("digest")) return end(400);
  double.blobs.add(`${repository}/${digest}`);
  end(201);
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
