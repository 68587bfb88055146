import { anchorUpdate } from "../../topology/fabric/blocks/index.js";
import type { Step } from "../step.js";
import { fetchFromOrderers, ordererFlags, throughOrderers } from "./orderers.js";
import { Session } from "./session.js";
import type { AnchorsSpec, Secrets } from "./specs.js";
import { until } from "./wait.js";

/** Sets the organisation's anchor peers in the channel's configuration, unless they are as wished. */
export const anchors: Step<AnchorsSpec, Secrets> = {
  run(spec, secrets) {
    return Session.use(spec.place, secrets, [], async (session) => {
      let changed = false;
      await until(session.deadline, `the anchor peers in channel ${spec.channel}`, async () => {
        const update = await wantedUpdate(session, spec);
        if (!update) return { done: true };
        const sent = await send(session, spec, update);
        changed ||= sent === "accepted";
        return {
          instead: sent === "accepted" ? "the update is not ordered yet" : "someone else changed the channel",
        };
      });
      return { changed };
    });
  },
};

async function wantedUpdate(session: Session, spec: AnchorsSpec): Promise<Uint8Array | undefined> {
  const block = await fetchFromOrderers(session, spec.channel, "config");
  if (!block) throw session.refused(`channel ${spec.channel} is not on the orderers`);
  const { mspId } = spec.place.organization;
  return anchorUpdate(block, mspId, spec.anchors, { timestamp: new Date() });
}

/** Sends the update. The same one twice is refused by its version, so repeating does no harm. */
async function send(
  session: Session,
  spec: AnchorsSpec,
  update: Uint8Array,
): Promise<"accepted" | "outdated"> {
  const file = await session.write("anchors.tx", update);
  const { reply, failure, orderer } = await throughOrderers(
    session,
    `update channel ${spec.channel}`,
    (one) => ["peer", "channel", "update", "-c", spec.channel, "-f", file, ...ordererFlags(one)],
  );
  if (failure === undefined) return "accepted";
  if (failure === "outdated") return "outdated";
  throw session.failed(`peer channel update of ${spec.channel} through ${orderer.name}`, reply);
}
