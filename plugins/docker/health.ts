import { setTimeout as sleep } from "node:timers/promises";
import type { Operation } from "../rpc/kind.js";
import type { Engine } from "./engine.js";

/** The parts of `GET /containers/x/json` that are used. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly Created: string;
  readonly Config: {
    readonly Image: string;
    readonly Hostname: string;
    readonly Cmd: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly StopSignal?: string;
    readonly Tty?: boolean;
    readonly Env?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: {
    /** Bytes, as the other two. */
    readonly Memory?: number;
    readonly MemorySwap?: number;
    readonly MemoryReservation?: number;
    /** Billionths of a processor. */
    readonly NanoCpus?: number;
    readonly RestartPolicy?: { readonly Name: string };
    readonly LogConfig: { readonly Type: string };
    readonly IpcMode: string;
    readonly Runtime: string;
    readonly ShmSize: number;
    readonly NetworkMode: string;
  };
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly Error: string;
    readonly Health?: {
      readonly Status: string;
      readonly Log: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
    };
  };
  readonly RestartCount: number;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, Endpoint>> | null };
}

/** A container's place in one network. */
export interface Endpoint {
  readonly Gateway: string;
  readonly IPAddress: string;
  readonly IPPrefixLen: number;
  readonly IPv6Gateway: string;
  readonly GlobalIPv6Address: string;
  readonly GlobalIPv6PrefixLen: number;
  readonly MacAddress: string;
}

/** How often a container's health is looked at. */
const pollMs = 500;

/** Log lines shown when something goes wrong. */
const shownLines = 20;

/** What `GET /containers/x/json` says; nothing when there is no such container. */
export async function inspect(
  engine: Engine,
  id: string,
  signal?: AbortSignal,
): Promise<Inspected | undefined> {
  const { status, body } = await engine.json<Inspected>({
    what: `look at container ${id}`,
    method: "GET",
    path: `/containers/${encodeURIComponent(id)}/json`,
    allowed: [404],
    ...(signal === undefined ? {} : { signal }),
  });
  return status === 404 ? undefined : body;
}

/** Waits until the container is healthy. @throws Error with the reason, the check's output and the last log lines. */
export async function waitHealthy(
  engine: Engine,
  id: string,
  operation: Operation,
  timeoutSeconds: number,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    if (operation.signal.aborted)
      throw new Error(`${engine.server}: cancelled while waiting for the container to be healthy`);
    const seen = await inspect(engine, id, operation.signal).catch((error: unknown) => {
      if (operation.signal.aborted) return undefined;
      throw error;
    });
    if (operation.signal.aborted) continue;
    if (seen === undefined)
      throw new Error(`${engine.server}: the container was removed while it was waited for`);
    const name = seen.Name.replace(/^\//, "");
    const health = seen.State.Health;
    if (health?.Status === "healthy") return;
    if (health === undefined)
      throw new Error(
        `${engine.server}: container ${name}: wait needs a healthcheck, and the container has none`,
      );
    const exited = !seen.State.Running && seen.State.Status === "exited";
    if (exited || Date.now() > deadline)
      throw new Error(
        `${engine.server}: container ${name} is not healthy ${exited ? `and exited with status ${seen.State.ExitCode}` : `after ${timeoutSeconds} s`}` +
          ` (${health.Status}${seen.RestartCount > 0 ? `, restarted ${seen.RestartCount} times` : ""}).` +
          lastCheck(health.Log ?? []) +
          (await lastLines(engine, id)) +
          `\nThe next run waits for it again.`,
      );
    await sleep(pollMs, undefined, { signal: operation.signal }).catch(() => {});
  }
}

function lastCheck(log: readonly { readonly ExitCode: number; readonly Output: string }[]): string {
  const last = log.at(-1);
  return last === undefined ? "" : ` Last check: exit ${last.ExitCode} ${last.Output.trim().slice(-500)}`;
}

/** The last log lines of a container, as text to append to a message; empty when there are none. */
export async function lastLines(engine: Engine, id: string): Promise<string> {
  try {
    const text = await logs(engine, id, shownLines);
    return text.trim() === "" ? "" : `\nLast log lines:\n${text.trimEnd()}`;
  } catch {
    return "";
  }
}

/** Log text of a container, both streams in order; `tail` limits it to the last lines. */
export async function logs(engine: Engine, id: string, tail?: number): Promise<string> {
  const raw = await engine.bytes({
    what: `read the logs of container ${id}`,
    method: "GET",
    path: `/containers/${id}/logs?stdout=1&stderr=1${tail === undefined ? "" : `&tail=${tail}`}`,
  });
  return demultiplex(raw).toString();
}

/** Takes Docker's 8-byte stream headers out; a terminal's log has none. */
export function demultiplex(raw: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const stream = raw.readUInt8(at);
    if (stream > 2 || raw.readUIntBE(at + 1, 3) !== 0) return raw;
    const end = at + 8 + raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}
