import type { Step } from "../step.js";
import { answerOf } from "./calls.js";
import { committedOn } from "./lifecycle.js";
import { heightOf, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { Secrets, SmokeSpec } from "./specs.js";
import { until } from "./wait.js";

/** Reads the network from end to end: all peers are at one height, know the definitions and answer alike. */
export const smoke: Step<SmokeSpec, Secrets> = {
  run(spec, secrets) {
    return Session.use(spec.place, secrets, spec.organizations, async (session) => {
      const targets = spec.organizations.flatMap(({ mspId, peers }) =>
        peers.map((peer) => ({ mspId, peer })),
      );
      const height = await sameHeight(session, targets, spec.channel);
      const answers: Record<string, Record<string, string>> = {};
      for (const { name, sequence, check } of spec.chaincodes) {
        await definitionKnown(session, targets, spec.channel, name, sequence);
        if (!check) continue;
        const given: Record<string, string> = {};
        for (const target of targets)
          given[target.peer.name] = await answerOf(session, target, spec.channel, name, check);
        refuseDifference(session, name, given);
        answers[name] = given;
      }
      return { height, answers };
    });
  },
};

/** Waits until every peer has the blocks that the first of them had when we came. */
export async function sameHeight(
  session: Session,
  targets: readonly Target[],
  channel: string,
): Promise<number> {
  let goal = 0;
  return until(session.deadline, `all peers of ${channel} to have the same blocks`, async () => {
    const heights: [string, number][] = [];
    for (const target of targets)
      heights.push([target.peer.name, (await heightOf(session, target, channel)) ?? 0]);
    goal ||= Math.max(...heights.map(([, height]) => height));
    const behind = heights.filter(([, height]) => height < goal);
    if (behind.length === 0 && goal > 0) return { done: goal };
    return { instead: behind.map(([name, height]) => `${name} at ${height} of ${goal}`).join(", ") };
  });
}

async function definitionKnown(
  session: Session,
  targets: readonly Target[],
  channel: string,
  name: string,
  sequence: number,
): Promise<void> {
  for (const target of targets) {
    const known = await committedOn(session, target, channel, name);
    if (known?.sequence !== sequence)
      throw session.refused(
        `${target.peer.name} knows ${name} at sequence ${known?.sequence ?? "none"}, the stack says ${sequence}`,
        "run pulumi up; if someone else committed a newer definition, set that sequence",
      );
  }
}

/** Answers to the same question that differ. */
export function differing(answers: Readonly<Record<string, string>>): boolean {
  return new Set(Object.values(answers)).size > 1;
}

function refuseDifference(session: Session, name: string, answers: Readonly<Record<string, string>>): void {
  if (!differing(answers)) return;
  const lines = Object.entries(answers).map(([peer, answer]) => `${peer}: ${answer}`);
  throw session.refused(`peers answer differently for ${name}`, ...lines);
}
