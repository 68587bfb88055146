import { readBlock } from "../../topology/fabric/blocks/index.js";
import type { Step } from "../step.js";
import { joinAction } from "./actions.js";
import { logsOf } from "./errors.js";
import { classify } from "./failures.js";
import { fetchFromOrderers } from "./orderers.js";
import { heightOf, joinedChannels, onPeer, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { JoinSpec, Secrets } from "./specs.js";
import { until } from "./wait.js";

/** Joins the organisation's peers that have not joined; a peer with another network's ledger is refused. */
export const join: Step<JoinSpec, Secrets> = {
  run({ place, channel, peers }, secrets) {
    const { mspId, tlsCaCertificate } = place.organization;
    return Session.use(place, secrets, [{ mspId, tlsCaCertificate, peers }], async (session) => {
      const block = await fetchFromOrderers(session, channel, "0");
      if (!block) throw session.refused(`channel ${channel} is not on the orderers`);
      const file = await session.write("block0.block", block);
      const heights: Record<string, number> = {};
      for (const peer of peers) {
        const target: Target = { mspId, peer };
        const ledger = await ledgerOf(session, target, channel);
        const action = joinAction({ ledger, orderers: readBlock(block).hash });
        if (action.action === "refuse")
          throw session.refused(`peer ${peer.name}, channel ${channel}`, action.reason);
        if (action.action === "join") await joinPeer(session, target, file);
        heights[peer.name] = await until(
          session.deadline,
          `${peer.name} to have blocks of ${channel}`,
          async () => {
            const height = await heightOf(session, target, channel);
            return height ? { done: height } : { instead: `height ${height ?? "unknown"}` };
          },
        );
      }
      return { heights };
    });
  },
};

/** Hash of the peer's own block 0, or undefined when it has not joined. */
async function ledgerOf(session: Session, target: Target, channel: string): Promise<string | undefined> {
  if (!(await joinedChannels(session, target)).includes(channel)) return undefined;
  const reply = await onPeer(session, target, ["peer", "channel", "fetch", "0", "own.block", "-c", channel]);
  if (reply.code !== 0)
    throw session.failed(
      `peer channel fetch 0 of ${channel} from ${target.peer.name}`,
      reply,
      logsOf(session.place.stack, target.peer),
    );
  return readBlock(await session.read("own.block")).hash;
}

async function joinPeer(session: Session, target: Target, file: string): Promise<void> {
  const reply = await onPeer(session, target, ["peer", "channel", "join", "-b", file]);
  if (reply.code === 0 || classify(reply.stderr) === "already") return;
  throw session.failed(
    `peer channel join on ${target.peer.name}`,
    reply,
    logsOf(session.place.stack, target.peer),
  );
}
