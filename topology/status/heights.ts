import { isUp } from "../quorum/health.js";
import { heightsOf as ofMember } from "../quorum/heights.js";
import type { SeenQuorum } from "./seen.js";

/** Block heights by ledger, then by member: of all members that are up and keep ledgers. */
export function heightsOf(quorums: readonly SeenQuorum[]): Record<string, Record<string, number>> {
  const byLedger: Record<string, Record<string, number>> = {};
  for (const { quorum, health } of quorums)
    for (const member of quorum.members.filter((one) => isUp(one, health)))
      for (const [ledger, height] of Object.entries(ofMember(health, member.name)))
        byLedger[ledger] = { ...byLedger[ledger], [member.name]: height };
  return byLedger;
}

/** The highest block of each ledger that any member has. */
export function highestOf(quorums: readonly SeenQuorum[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(heightsOf(quorums)).map(([ledger, heights]) => [
      ledger,
      Math.max(...Object.values(heights)),
    ]),
  );
}
