import { lastLines, logsOf } from "./errors.js";
import { classify, type Failure, passes } from "./failures.js";
import type { Reply } from "./replies.js";
import { orderersTlsCa, type Session } from "./session.js";
import type { FabricNode } from "./specs.js";
import { type Seen, until } from "./wait.js";

/** The flags by which a `peer` command reaches an orderer. */
export function ordererFlags(orderer: FabricNode): string[] {
  return [
    "-o",
    `${orderer.name}:${orderer.port}`,
    "--tls",
    "--cafile",
    orderersTlsCa,
    "--connTimeout",
    "10s",
  ];
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
    return {
      instead: `${orderer.name}: ${lastLines(reply.stderr, 1).join("")} (${logsOf(session.place.stack, orderer)})`,
    };
  });
}

/**
 * A block of a channel as the orderers have it, or undefined when none of them knows the channel. One that has just
 * started may lag behind, so all are asked before the channel counts as absent.
 */
export function fetchFromOrderers(
  session: Session,
  channel: string,
  which: "0" | "config",
): Promise<Buffer | undefined> {
  const { stack, orderers } = session.place;
  const file = `${channel}-${which}.block`;
  return until(session.deadline, `an orderer to give block ${which} of ${channel}`, async () => {
    const seen: string[] = [];
    let unknown = false;
    for (const orderer of orderers.nodes) {
      const reply = await session.run([
        ...["peer", "channel", "fetch", which, file, "-c", channel],
        ...ordererFlags(orderer),
      ]);
      if (reply.code === 0) return { done: await session.read(file) };
      const failure = classify(reply.stderr);
      if (failure === "no-channel") unknown = true;
      else if (!passes(failure))
        throw session.failed(
          `peer channel fetch ${which} of ${channel} from ${orderer.name}`,
          reply,
          logsOf(stack, orderer),
        );
      seen.push(`${orderer.name}: ${lastLines(reply.stderr, 1).join("")} (${logsOf(stack, orderer)})`);
    }
    return unknown ? { done: undefined } : { instead: seen.join("; ") };
  });
}
