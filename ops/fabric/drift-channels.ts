import { wantedDefinition } from "../../steps/fabric/definition.js";
import type {
  AnchorsSpec,
  ApproveSpec,
  ChannelSpec,
  CommitSpec,
  JoinSpec,
} from "../../steps/fabric/specs.js";
import type { DesiredChannel } from "../../topology/fabric/drift/channel.js";
import { type StateExport, stepsOf } from "../state.js";

/** The channels as they were applied, by the specs of the steps that made them. */
export function desiredChannels(state: StateExport): DesiredChannel[] {
  const steps = stepsOf(state);
  const specs = <Spec>(step: string) =>
    steps.filter((one) => one.step === step).map(({ spec }) => spec as unknown as Spec);
  return specs<ChannelSpec>("channel").map(({ channel, mspIds, place }) => {
    const own = <Spec extends { readonly channel: string }>(step: string) =>
      specs<Spec>(step).filter((spec) => spec.channel === channel);
    const approvals = own<ApproveSpec>("approve-chaincode");
    return {
      name: channel,
      server: place.server.name,
      mspIds,
      anchors: Object.fromEntries(
        own<AnchorsSpec>("anchors").map(({ place: { organization }, anchors }) => [
          organization.name,
          { mspId: organization.mspId, anchors: anchors.map(({ host, port }) => `${host}:${port}`) },
        ]),
      ),
      members: Object.fromEntries(
        own<JoinSpec>("join").map(({ place: { organization, server }, peers }) => [
          organization.name,
          { server: server.name, peers: peers.map(({ name }) => name) },
        ]),
      ),
      chaincodes: own<CommitSpec>("commit-chaincode").map(({ chaincode }) => ({
        name: chaincode.name,
        // Every organisation installs the same package.
        packageId: approvals.find((one) => one.chaincode.name === chaincode.name)?.packageId ?? "",
        ...wantedDefinition(chaincode),
      })),
    };
  });
}
