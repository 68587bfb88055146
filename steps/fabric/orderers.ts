import { classify, type Failure, passes } from "./failures.js";
import type { Reply } from "./replies.js";
import { orderersTlsCa, type Session } from "./session.js";
import type { FabricNode } from "./specs.js";
import { type Seen, until } from "./wait.js";
import { logsOf } from "./errors.js";

/** The flags by which a `peer` command reaches an orderer. */
export function ordererFlags(orderer: FabricNode): string[] {
  return ["-o", `${orderer.name}:${orderer.port}`, "--tls", "--cafile", orderersTlsCa, "--connTimeout", "10s"];
}

/** What became of a command that an orderer answered. */
export interface Answer {
  readonly reply: Reply;
  /** Undefined when the command succeeded. */
  readonly failure: Failure | undefined;
  readonly orderer: FabricNode;
}

/**
 * Runs a command through the orderers, one after the other, until one takes it or refuses it for good: orderers that
 * are away or not ready yet are waited for.
 */
export function throughOrderers(
  session: Session,
  what: string,
  command: (orderer: FabricNode) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { nodes } = session.place.orderers;
  let turn = 0;
  return until(session.deadline, `an orderer to ${what}`, async (): Promise<Seen<Answer>> => {
    const orderer = nodes[turn % nodes.length];
    if (!orderer) throw session.refused(`no orderer to ${what}`);
    turn += 1;
    const reply = await session.run(command(orderer), environment);
    const failure = reply.code === 0 ? undefined : classify(reply.stderr);
    if (failure === undefined || !passes(failure)) return { done: { reply, failure, orderer } };
    const last = reply.stderr.trim().split("\n").at(-1) ?? "";
    return { instead: `${orderer.name}: ${last} (${logsOf(session.place.stack, orderer)})` };
  });
}

/** A block of a channel as the orderers have it, or undefined when there is no such channel. */
export async function fetchFromOrderers(
  session: Session,
  channel: string,
  which: "0" | "config",
): Promise<Buffer | undefined> {
  const file = `${channel}-${which}.block`;
  const { reply, failure, orderer } = await throughOrderers(session, `give block ${which} of ${channel}`, (one) => [
    ...["peer", "channel", "fetch", which, file, "-c", channel],
    ...ordererFlags(one),
  ]);
  if (failure === undefined) return session.read(file);
  if (failure === "no-channel") return undefined;
  throw session.failed(
    `peer channel fetch ${which} of ${channel} from ${orderer.name}`,
    reply,
    logsOf(session.place.stack, orderer),
  );
}
