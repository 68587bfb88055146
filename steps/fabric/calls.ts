import { logsOf } from "./errors.js";
import { classify, type Failure } from "./failures.js";
import { ordererFlags, throughOrderers } from "./orderers.js";
import { endorserFlags, peerEnvironment, type Target } from "./peers.js";
import type { Reply } from "./replies.js";
import type { Session } from "./session.js";
import type { Call } from "./specs.js";
import { type Seen, until } from "./wait.js";

/** What a call is sent as. */
function message(call: Call): string {
  return JSON.stringify({ Args: [call.function, ...call.args] });
}

/** Asks one peer's chaincode once; nothing is ordered. */
export async function ask(
  session: Session,
  target: Target,
  channel: string,
  chaincode: string,
  call: Call,
): Promise<{ readonly reply: Reply; readonly failure: Failure | undefined }> {
  const reply = await session.run(
    ["peer", "chaincode", "query", "-C", channel, "-n", chaincode, "-c", message(call)],
    peerEnvironment(target),
  );
  return { reply, failure: reply.code === 0 ? undefined : classify(reply.stderr) };
}

/** A chaincode's answer, waited for while its peer or its server is not there yet. */
export function answerOf(
  session: Session,
  target: Target,
  channel: string,
  chaincode: string,
  call: Call,
): Promise<string> {
  const waitFor: readonly (Failure | undefined)[] = [
    "unreachable",
    "chaincode-away",
    "not-initialized",
    "no-channel",
    "no-definition",
  ];
  return until(session.deadline, `${chaincode} on ${target.peer.name}`, async (): Promise<Seen<string>> => {
    const { reply, failure } = await ask(session, target, channel, chaincode, call);
    if (failure === undefined) return { done: reply.stdout.toString().trimEnd() };
    if (waitFor.includes(failure))
      return {
        instead: `${reply.stderr.trim().split("\n").at(-1)} (${logsOf(session.place.stack, target.peer)})`,
      };
    throw session.failed(
      `peer chaincode query ${call.function} of ${chaincode} on ${target.peer.name}`,
      reply,
    );
  });
}

/** Sends a transaction, endorsed by these peers, and waits until all of them have it in a block. */
export function invoke(
  session: Session,
  endorsers: readonly Target[],
  channel: string,
  chaincode: string,
  call: Call,
  flags: readonly string[] = [],
) {
  return throughOrderers(session, `order a transaction of ${chaincode}`, (one) => [
    ...["peer", "chaincode", "invoke", "-C", channel, "-n", chaincode, "-c", message(call)],
    ...[...ordererFlags(one), ...endorserFlags(endorsers)],
    ...["--waitForEvent", "--waitForEventTimeout", "60s", ...flags],
  ]);
}
