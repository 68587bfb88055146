import { isUp } from "../../quorum/health.js";
import { heightsOf, tooLow } from "../../quorum/heights.js";
import {
  interruption,
  left,
  noLoss,
  type Quorum,
  type QuorumRules,
  refusal,
  type Unmet,
} from "../../quorum/rules.js";
import { faultTolerance } from "../fault-tolerance.js";
import { secondsApart } from "../health/readings.js";
import { consensusOf, type SealerAnswer, type SealerHealth } from "./consensus.js";

/**
 * A chain goes on while enough sealers agree on a block. One is back when it has the others' height, is connected to every
 * other that is up and, while enough are up, its consensus moves.
 */
export const sealerRules: QuorumRules<SealerAnswer> = {
  kind: "sealer",
  members: "sealers",
  backWhen: "it has the others' height, is connected to them and consensus moves",
  refill: "it reads the whole chain from the other nodes.",
  // A group's own name says what it is.
  ledger: "",
  serves: ({ name }, { members }) => members[name]?.connected !== undefined,
  idle: (quorum, health) => consensusOf(quorum, health).idle,
  lossWithout(away, walk) {
    const { tolerance, sealing, strangers } = consensusOf(walk.quorum, walk.health);
    const { sealers, needed } = tolerance;
    const rest = left(walk, away);
    const carrying = rest.filter((name) => !walk.idle.has(name)).length + strangers;
    if (carrying >= needed) return noLoss;
    const others = rest.filter((name) => sealing.has(name)).length;
    if (needed === sealers && others === sealers - 1) return interruption(sealers, sealerRules.members);
    return refusal(`${carrying} of ${sealers} would be left, ${needed} must agree on a block`);
  },
  notBack: (quorum, { name }, health, target) => [
    ...tooLow(health, name, heightsOf(health, name), target),
    ...disconnected(quorum, name, health),
    ...still(quorum, name, health),
  ],
  notWhole: (quorum, health) =>
    quorum.members.flatMap(({ name }) => [
      ...disconnected(quorum, name, health),
      ...still(quorum, name, health),
    ]),
  // A chain shows that it works only by moving.
  patienceMs({ members }, health) {
    const shown = Object.values(health.members).every(
      ({ readings, moving }) => readings === undefined || moving,
    );
    return shown ? 0 : 1000 * secondsApart(faultTolerance(members.length).mayFail);
  },
  // A chain that can miss nobody stands still until all are back, and they may find each other only when all are changed,
  // as where their server has another address.
  provedTogether: (quorum, health) => consensusOf(quorum, health).tolerance.mayFail === 0,
};

/** A sealer that is connected to fewer sealers than others are up. */
function disconnected(quorum: Quorum, name: string, health: SealerHealth): Unmet[] {
  const others = sealersUp(quorum, health).filter((other) => other !== name).length;
  const connected = health.members[name]?.connected ?? 0;
  return connected >= others
    ? []
    : [{ member: name, condition: `is connected to ${connected} of ${others} other sealers that are up` }];
}

/** A sealer whose height and view stand still although enough are up for consensus. */
function still(quorum: Quorum, name: string, health: SealerHealth): Unmet[] {
  const { needed } = consensusOf(quorum, health).tolerance;
  if (sealersUp(quorum, health).length < needed || health.members[name]?.moving) return [];
  return [{ member: name, condition: "takes no part in consensus: height and view stand still" }];
}

/** Members that answer and seal. */
function sealersUp(quorum: Quorum, health: SealerHealth): string[] {
  const { sealing } = consensusOf(quorum, health);
  return quorum.members
    .filter((member) => sealing.has(member.name) && isUp(member, health))
    .map(({ name }) => name);
}
