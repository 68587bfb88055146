import type { Plan } from "../../model/plan.js";
import { isUp } from "../../quorum/health.js";
import { heightsOf, tooLow } from "../../quorum/heights.js";
import type { SeenQuorums } from "../../status/kind.js";
import type { Finding } from "../../status/report.js";
import { ordererRules, peerRules } from "../quorums/ledgers.js";

/** Peers outside a planned channel of their organisation, and ledgers that have not reached what others had. */
export function ledgersBehind(plan: Plan, { quorums, heights: target }: SeenQuorums): Finding[] {
  const ledgers = quorums.filter(({ health: { rules } }) =>
    [ordererRules.kind, peerRules.kind].includes(rules.kind),
  );
  return ledgers.flatMap(({ quorum, health }) =>
    quorum.members
      .filter((member) => isUp(member, health))
      .flatMap(({ name }) => {
        const isPeer = health.rules.kind === peerRules.kind;
        const heights = heightsOf(health, name);
        // What a peer has not joined it does not lag behind in.
        const wanted = Object.entries(target).filter(([channel]) => !isPeer || channel in heights);
        return [
          ...(isPeer ? notJoined(plan, name, heights) : []),
          ...tooLow(health, name, heights, Object.fromEntries(wanted)).map(
            ({ condition }): Finding => ({ level: "bad", subject: name, says: condition }),
          ),
        ];
      }),
  );
}

function notJoined(
  { networks: { fabric } }: Plan,
  peer: string,
  heights: Readonly<Record<string, number>>,
): Finding[] {
  const organization = fabric?.organizations.find(({ peers }) => peers.includes(peer))?.name;
  const missing = (fabric?.channels ?? []).filter(
    ({ name, organizations }) =>
      !(name in heights) && organization !== undefined && organizations.includes(organization),
  );
  return missing.map(({ name }) => ({
    level: "bad",
    subject: peer,
    says: `has not joined channel ${name}; pulumi up joins it`,
  }));
}
