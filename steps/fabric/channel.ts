import { channelCreation, readBlock, readChannelConfig } from "../../topology/fabric/blocks/index.js";
import type { Step } from "../step.js";
import { channelAction, type ObservedChannel } from "./actions.js";
import { lastLines } from "./errors.js";
import { fetchFromOrderers, ordererFlags, throughOrderers } from "./orderers.js";
import { Session } from "./session.js";
import type { ChannelSpec, Secrets } from "./specs.js";
import { until } from "./wait.js";

/** Makes the channel when the orderers do not have it; two runs at once make it once. */
export const channel: Step<ChannelSpec, Secrets> = {
  run(spec, secrets) {
    return Session.use(spec.place, secrets, [], async (session) => {
      const action = channelAction(await observe(session, spec.channel), spec.mspIds);
      if (action.action === "refuse") throw session.refused(`channel ${spec.channel}`, action.reason);
      if (action.action === "create") await create(session, spec);
      return { channel: spec.channel, hash: await firstBlock(session, spec.channel) };
    });
  },
};

/** The channel's organisations by its newest configuration. */
async function observe(session: Session, name: string): Promise<ObservedChannel> {
  const block = await fetchFromOrderers(session, name, "config");
  if (!block) return { present: false };
  return { present: true, mspIds: readChannelConfig(block).organizations.map(({ mspId }) => mspId) };
}

async function create(session: Session, spec: ChannelSpec): Promise<void> {
  const transaction = await session.write(
    "create.tx",
    channelCreation(
      { version: spec.version, channel: spec.channel, mspIds: spec.mspIds },
      { timestamp: new Date() },
    ),
  );
  const { reply, failure, orderer } = await throughOrderers(
    session,
    `make channel ${spec.channel}`,
    (one) => [
      ...["peer", "channel", "create", "-c", spec.channel, "-f", transaction],
      // The block goes to memory and is not used: block 0 is always taken from the orderers afresh.
      ...["--outputBlock", "created.block", "--timeout", "60s", ...ordererFlags(one)],
    ],
  );
  // "Outdated" says that someone else made it meanwhile; with an unknown outcome it may still be ordered.
  if (failure === undefined || failure === "outdated" || failure === "unknown-outcome") {
    await made(session, spec, lastLines(reply.stderr, 1));
    return;
  }
  throw session.failed(`peer channel create ${spec.channel} through ${orderer.name}`, reply);
}

/** Waits until the orderers give the channel's first block. */
async function made(session: Session, spec: ChannelSpec, seen: readonly string[]): Promise<void> {
  await until(session.deadline, `channel ${spec.channel} on the orderers`, async () =>
    (await fetchFromOrderers(session, spec.channel, "0"))
      ? { done: true }
      : { instead: `the orderers do not have it yet ${seen.join("")}` },
  );
  const action = channelAction(await observe(session, spec.channel), spec.mspIds);
  if (action.action === "refuse") throw session.refused(`channel ${spec.channel}`, action.reason);
}

/** Hash of the channel's block 0. */
export async function firstBlock(session: Session, name: string): Promise<string> {
  const block = await fetchFromOrderers(session, name, "0");
  if (!block)
    throw session.refused(`channel ${name} is not on the orderers`, "run pulumi up again to make it");
  return readBlock(block).hash;
}
