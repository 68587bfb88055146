import type { Step } from "../step.js";
import { approveAction } from "./actions.js";
import { wantedDefinition } from "./definition.js";
import { lastLines } from "./errors.js";
import { approvedOn, committedOn, definitionFlags } from "./lifecycle.js";
import { ordererFlags, throughOrderers } from "./orderers.js";
import { endorserFlags, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { ApproveSpec, Secrets } from "./specs.js";
import { until } from "./wait.js";

/** Approves the definition for the organisation, unless it has done so with the same package. */
export const approveChaincode: Step<ApproveSpec, Secrets> = {
  run(spec, secrets) {
    const { place, channel, chaincode, packageId, peer } = spec;
    const { mspId, tlsCaCertificate } = place.organization;
    const target: Target = { mspId, peer };
    const wanted = { ...wantedDefinition(chaincode), packageId };
    return Session.use(place, secrets, [{ mspId, tlsCaCertificate, peers: [peer] }], async (session) => {
      const observe = async () =>
        approveAction(wanted, {
          committed: await committedOn(session, target, channel, chaincode.name),
          approved: await approvedOn(session, target, channel, chaincode),
        });
      const first = await observe();
      if (first.action === "nothing") return { approved: "before" };
      await until(session.deadline, `the approval of ${chaincode.name}`, async () => {
        const { action, ...rest } = await observe();
        if (action === "nothing") return { done: true };
        if (action === "refuse")
          throw session.refused(`chaincode ${chaincode.name}`, "reason" in rest ? rest.reason : "");
        return { instead: await approve(session, spec, target) };
      });
      return { approved: "now" };
    });
  },
};

/** Sends the approval and waits until the peer has it; says what was seen. */
async function approve(session: Session, spec: ApproveSpec, target: Target): Promise<string> {
  const flags = await definitionFlags(session, spec.channel, spec.chaincode);
  const { reply, failure } = await throughOrderers(session, `approve ${spec.chaincode.name}`, (one) => [
    ...["peer", "lifecycle", "chaincode", "approveformyorg", ...flags, "--package-id", spec.packageId],
    ...[...ordererFlags(one), ...endorserFlags([target]), "--waitForEvent", "--waitForEventTimeout", "60s"],
  ]);
  const harmless = [undefined, "already", "outdated", "unknown-outcome", "conflict"];
  if (harmless.includes(failure)) return lastLines(reply.stderr, 1)[0] ?? "the approval is not visible yet";
  throw session.failed(`peer lifecycle chaincode approveformyorg for ${spec.chaincode.name}`, reply);
}
