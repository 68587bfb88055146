import { ask, invoke } from "./calls.js";
import { initRequired } from "./definition.js";
import { lastLines } from "./errors.js";
import type { Failure } from "./failures.js";
import type { Target } from "./peers.js";
import type { Session } from "./session.js";
import type { CommitSpec } from "./specs.js";
import { type Seen, until } from "./wait.js";

/**
 * What is known about `init` from a call that asks and orders nothing: Fabric looks whether `init` was called before
 * it hands any other call to the chaincode, so every answer but its own refusal proves that it was.
 */
export function initState(failure: Failure | undefined): "needed" | "done" | "unknown" {
  if (failure === "not-initialized") return "needed";
  const unknown: readonly (Failure | undefined)[] = [
    "unreachable",
    "no-channel",
    "no-definition",
    "unavailable",
  ];
  return unknown.includes(failure) ? "unknown" : "done";
}

/** What an `init` that failed means: it was called before, it may be tried again, or it is wrong. */
export function afterInit(failure: Failure): "done" | "again" | "failed" {
  if (failure === "initialized") return "done";
  const again: readonly Failure[] = [
    "chaincode-away",
    "unreachable",
    "unavailable",
    "unknown-outcome",
    "conflict",
  ];
  return again.includes(failure) ? "again" : "failed";
}

/** Calls `init` when Fabric says that it was never called. Waits for the chaincode's servers; asks before each try. */
export async function initializeOnce(
  session: Session,
  spec: CommitSpec,
  own: Target,
  endorsers: readonly Target[],
): Promise<"now" | "before" | "not wanted"> {
  const { channel, chaincode } = spec;
  const { init } = chaincode;
  if (!init || !initRequired(chaincode)) return "not wanted";
  let called = false;
  await until(session.deadline, `init of ${chaincode.name}`, async (): Promise<Seen<true>> => {
    const seen = await ask(session, own, channel, chaincode.name, { function: "isInitialized", args: [] });
    const state = initState(seen.failure);
    if (state === "done") return { done: true };
    if (state === "unknown") return { instead: lastLines(seen.reply.stderr, 1)[0] ?? "no answer" };
    const { reply, failure } = await invoke(session, endorsers, channel, chaincode.name, init, ["--isInit"]);
    if (failure === undefined) {
      called = true;
      return { done: true };
    }
    const next = afterInit(failure);
    if (next === "done") return { done: true };
    if (next === "failed")
      throw session.failed(`init of ${chaincode.name}: ${init.function} ${init.args.join(" ")}`, reply);
    return { instead: lastLines(reply.stderr, 1)[0] ?? failure };
  });
  return called ? "now" : "before";
}
