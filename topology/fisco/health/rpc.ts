import { z } from "zod";
import type { NodeAnswers } from "./readings.js";

/** What a node is asked; each takes the group's id, but the version. */
export const methods = [
  "getClientVersion",
  "getBlockNumber",
  "getPbftView",
  "getSealerList",
  "getPeers",
  "getSyncStatus",
] as const;
export type Method = (typeof methods)[number];

/** The body of a request to a node's JSON-RPC port. */
export function requestBody(method: Method, groupId: number): string {
  const params = method === "getClientVersion" ? [] : [groupId];
  return JSON.stringify({ jsonrpc: "2.0", method, params, id: 1 });
}

/** A node answered with something else than it should. */
export class AnswerError extends Error {
  readonly method: Method;

  constructor(method: Method, problem: string) {
    super(`${method}: ${problem}`);
    this.name = "AnswerError";
    this.method = method;
  }
}

const nodeId = z.string().regex(/^[0-9a-f]{128}$/, "not a node id");

/** Numbers are hex with 0x (libdevcore/CommonJS.h: toJS). */
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,13}$/, "not a hexadecimal number")
  .transform((text) => Number(text));

/** A node writes hashes without 0x, its documentation with. */
const hash = z
  .string()
  .regex(/^(0x)?[0-9a-f]{64}$/, "not a hash")
  .transform((text) => text.replace(/^0x/, ""));

const whole = z.int().min(0);

const results = {
  getClientVersion: z.object({ "FISCO-BCOS Version": z.string(), "Supported Version": z.string() }),
  getBlockNumber: quantity,
  getPbftView: quantity,
  getSealerList: z.array(nodeId),
  getPeers: z.array(z.object({ NodeID: nodeId })),
  getSyncStatus: z.object({ nodeId, genesisHash: hash, blockNumber: whole }),
} as const satisfies Record<Method, z.ZodType>;

const envelope = z.union([
  z.strictObject({ id: z.unknown(), jsonrpc: z.literal("2.0"), result: z.unknown() }),
  z.object({ error: z.object({ code: z.int(), message: z.string() }) }),
]);

/** The result in a response. @throws AnswerError for anything but the method's own shape */
export function resultOf<M extends Method>(method: M, response: string): z.output<(typeof results)[M]> {
  const answer = envelope.safeParse(jsonOf(method, response));
  if (!answer.success) throw new AnswerError(method, `not a JSON-RPC response: ${response.slice(0, 80)}`);
  if ("error" in answer.data)
    throw new AnswerError(method, `${answer.data.error.message} (${answer.data.error.code})`);
  const result = results[method].safeParse(answer.data.result);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new AnswerError(
      method,
      `${["result", ...(issue?.path ?? [])].join(".")}: ${issue?.message ?? "wrong"}`,
    );
  }
  return result.data as z.output<(typeof results)[M]>;
}

/** What a node says of itself, from its responses. @throws AnswerError */
export function answersOf(responses: Readonly<Record<Method, string>>): NodeAnswers {
  const version = resultOf("getClientVersion", responses.getClientVersion);
  const sync = resultOf("getSyncStatus", responses.getSyncStatus);
  return {
    nodeId: sync.nodeId,
    version: version["FISCO-BCOS Version"],
    supportedVersion: version["Supported Version"],
    height: resultOf("getBlockNumber", responses.getBlockNumber),
    view: resultOf("getPbftView", responses.getPbftView),
    sealers: resultOf("getSealerList", responses.getSealerList),
    peers: resultOf("getPeers", responses.getPeers).map(({ NodeID }) => NodeID),
    genesisHash: sync.genesisHash,
  };
}

function jsonOf(method: Method, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AnswerError(method, `not JSON: ${text.slice(0, 80) || "nothing"}`);
  }
}
