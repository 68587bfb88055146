import type { Step } from "../step.js";
import { commitAction, type Definition } from "./actions.js";
import { wantedDefinition } from "./definition.js";
import { lastLines } from "./errors.js";
import { initializeOnce } from "./init.js";
import { approvalsOn, committedOn, definitionFlags } from "./lifecycle.js";
import { ordererFlags, throughOrderers } from "./orderers.js";
import { endorserFlags, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { CommitSpec, OrganizationPeers, Secrets } from "./specs.js";
import { type Seen, until } from "./wait.js";

/** Commits the definition when all organisations approved it, then calls `init` when it never was. */
export const commitChaincode: Step<CommitSpec, Secrets> = {
  run(spec, secrets) {
    return Session.use(spec.place, secrets, spec.organizations, async (session) => {
      const endorsers = firstPeers(spec.organizations);
      const own = endorsers.find(({ mspId }) => mspId === spec.place.organization.mspId);
      if (!own) throw session.refused(`no peer of ${spec.place.organization.mspId} in the channel`);
      const committed = await commit(session, spec, own, endorsers);
      await everywhere(session, spec, endorsers);
      const initialized = await initializeOnce(session, spec, own, endorsers);
      return { committed, initialized };
    });
  },
};

/** One peer of each organisation. */
export function firstPeers(organizations: readonly OrganizationPeers[]): Target[] {
  return organizations.flatMap(({ mspId, peers: [peer] }) => (peer ? [{ mspId, peer }] : []));
}

async function commit(
  session: Session,
  spec: CommitSpec,
  own: Target,
  endorsers: readonly Target[],
): Promise<"now" | "before"> {
  const { channel, chaincode } = spec;
  const wanted = wantedDefinition(chaincode);
  const flags = await definitionFlags(session, channel, chaincode);
  let sent = false;
  await until(session.deadline, `the commit of ${chaincode.name}`, async (): Promise<Seen<true>> => {
    const before = await committedOn(session, own, channel, chaincode.name);
    const approvals = await readiness(session, own, flags, wanted, before);
    const action = commitAction(wanted, before, approvals);
    if (action.action === "nothing") return { done: true };
    if (action.action === "refuse") throw session.refused(`chaincode ${chaincode.name}`, action.reason);
    if (action.action === "wait") return { instead: `not approved by ${action.waiting.join(", ")}` };
    sent = true;
    const { reply, failure } = await throughOrderers(session, `commit ${chaincode.name}`, (one) => [
      ...[
        "peer",
        "lifecycle",
        "chaincode",
        "commit",
        ...flags,
        ...ordererFlags(one),
        ...endorserFlags(endorsers),
      ],
      ...["--waitForEvent", "--waitForEventTimeout", "60s"],
    ]);
    const harmless = [undefined, "outdated", "unknown-outcome", "conflict"];
    if (!harmless.includes(failure))
      throw session.failed(`peer lifecycle chaincode commit of ${chaincode.name}`, reply);
    return { instead: lastLines(reply.stderr, 1)[0] ?? "the commit is not visible yet" };
  });
  return sent ? "now" : "before";
}

/** Approvals of the wanted definition; not asked when the sequence is committed, because Fabric refuses to tell. */
async function readiness(
  session: Session,
  own: Target,
  flags: readonly string[],
  wanted: Definition,
  committed: Definition | undefined,
): Promise<Readonly<Record<string, boolean>>> {
  if (wanted.sequence !== (committed?.sequence ?? 0) + 1) return {};
  const approvals = await approvalsOn(session, own, flags);
  return approvals === "outdated" ? { "this sequence (being committed)": false } : approvals;
}

/** Waits until each organisation's peer knows the committed sequence. */
async function everywhere(session: Session, spec: CommitSpec, endorsers: readonly Target[]): Promise<void> {
  const { name, sequence } = spec.chaincode;
  for (const target of endorsers) {
    await until(session.deadline, `${target.peer.name} to know ${name} at sequence ${sequence}`, async () => {
      const known = await committedOn(session, target, spec.channel, name);
      return known && known.sequence >= sequence
        ? { done: true }
        : { instead: `sequence ${known?.sequence ?? "none"}` };
    });
  }
}
