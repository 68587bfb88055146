import { createHash } from "node:crypto";
import {
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
} from "node:http";
import { Readable, Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { mediaTypes } from "../../topology/images/manifest.js";

/** A registry that cannot be used as wanted. */
export class RegistryError extends Error {
  /** Whether the same request may succeed a moment later. */
  readonly passing: boolean;
  constructor(message: string, passing: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "RegistryError";
    this.passing = passing;
  }
}

export interface RegistryClientOptions {
  /** `address:port`, for messages and the Host header; connections come from the agent. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly agent: Agent;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Body {
  readonly size: number;
  readonly type: string;
  readonly content: Readable;
}

/**
 * Not `pipeline`: it destroys the request while Node still handles the end of its connection, and when that is no
 * socket its parser is then given back twice, so that two later requests share it.
 */
function send(content: Readable, outgoing: ClientRequest): void {
  content.once("error", (error) => outgoing.destroy(error));
  outgoing.once("close", () => content.destroy());
  content.pipe(outgoing);
}

/** A request that moves no byte for this long is given up. */
const silenceMs = 60_000;

/** The part of the Docker Registry HTTP API v2 that delivering images needs (distribution spec). */
export class RegistryClient {
  readonly #options: RegistryClientOptions;

  constructor(options: RegistryClientOptions) {
    this.#options = options;
  }

  /** Proves that the registry answers and accepts the login. @throws RegistryError */
  async check(): Promise<void> {
    await this.#send("GET", "/v2/", [200]);
  }

  async hasManifest(repository: string, digest: string): Promise<boolean> {
    const answer = await this.#send("HEAD", `/v2/${repository}/manifests/${digest}`, [200, 404], {
      headers: { accept: mediaTypes.manifest },
    });
    return answer.status === 200;
  }

  async hasBlob(repository: string, digest: string): Promise<boolean> {
    return (await this.#send("HEAD", `/v2/${repository}/blobs/${digest}`, [200, 404])).status === 200;
  }

  /** Makes a blob of one repository visible in another. False when the registry wants it sent instead. */
  async mountBlob(repository: string, digest: string, from: string): Promise<boolean> {
    const path = `/v2/${repository}/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`;
    return (await this.#send("POST", path, [201, 202])).status === 201;
  }

  /**
   * Sends a blob in one piece while checking its digest.
   * @throws RegistryError when the content is not what its digest says; the registry keeps nothing then.
   */
  async putBlob(repository: string, digest: string, size: number, content: () => Readable): Promise<void> {
    const { headers } = await this.#send("POST", `/v2/${repository}/blobs/uploads/`, [202]);
    const upload = new URL(headers.location ?? "", `https://${this.#options.host}`);
    upload.searchParams.set("digest", digest);
    const hash = createHash("sha256");
    const hashing = new Transform({
      transform(piece: Buffer, _, done) {
        hash.update(piece);
        done(null, piece);
      },
    });
    const source = content();
    source.once("error", (error) => hashing.destroy(error));
    const answer = await this.#send("PUT", upload.pathname + upload.search, [201, 400], {
      body: { size, type: "application/octet-stream", content: source.pipe(hashing) },
    });
    if (answer.status === 201) return;
    const seen = `sha256:${hash.digest("hex")}`;
    if (seen !== digest) throw new RegistryError(`the content has ${seen} instead of ${digest}`, false);
    throw this.#refused("PUT", upload.pathname, answer);
  }

  /** Stores a manifest under a tag. @throws RegistryError when the registry computes another digest. */
  async putManifest(repository: string, tag: string, manifest: string, digest: string): Promise<void> {
    const bytes = Buffer.from(manifest);
    const body = { size: bytes.length, type: mediaTypes.manifest, content: Readable.from([bytes]) };
    const { headers } = await this.#send("PUT", `/v2/${repository}/manifests/${tag}`, [201], { body });
    const stored = headers["docker-content-digest"];
    if (stored !== digest)
      throw new RegistryError(`the registry stored ${repository} as ${stored}, not as ${digest}`, false);
  }

  async #send(
    method: string,
    path: string,
    allowed: readonly number[],
    { headers = {}, body }: { headers?: Record<string, string>; body?: Body } = {},
  ): Promise<Answer> {
    const { host, username, password, agent } = this.#options;
    const outgoing = request({
      agent,
      method,
      path,
      headers: {
        host,
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        ...headers,
        "content-length": body?.size ?? 0,
        ...(body === undefined ? {} : { "content-type": body.type }),
      },
      timeout: silenceMs,
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error(`no byte moved for ${silenceMs / 1000} s`)));
    const incoming = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve);
      outgoing.once("error", reject);
    });
    if (body) send(body.content, outgoing);
    else outgoing.end();
    try {
      const response = await incoming;
      const answer = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await text(response),
      };
      if (allowed.includes(answer.status)) return answer;
      throw this.#refused(method, path, answer);
    } catch (error) {
      outgoing.destroy();
      if (error instanceof RegistryError) throw error;
      throw this.#broken(error);
    }
  }

  #refused(method: string, path: string, { status, body }: Answer): RegistryError {
    const { host, username } = this.#options;
    if (status === 401)
      return new RegistryError(
        `registry ${host}: refuses the login of ${username}. Its password file is of another run: pulumi up replaces it`,
        false,
      );
    const said = body.trim().slice(0, 300);
    const [bare] = path.split("?");
    return new RegistryError(
      `registry ${host}: ${method} ${bare} gives status ${status} ${said}`.trim(),
      status >= 500,
    );
  }

  #broken(error: unknown): RegistryError {
    const { host } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    const code = (error as { code?: string }).code ?? "";
    const certificate = /^(UNABLE_TO|CERT_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT)/.test(code);
    if (certificate)
      return new RegistryError(
        `registry ${host}: its certificate is not this stack's (${message}). Something else listens there, or it still runs with an old certificate`,
        false,
        { cause: error },
      );
    return new RegistryError(`registry ${host}: ${message}`, true, { cause: error });
  }
}
