import { formatSize } from "../../config/units.js";
import { code, markdownTable } from "../plan-text/markdown.js";
import type { NetworkText } from "../plan-text/text.js";
import type { FabricPlan, OrderingPlan, PlannedChannel, PlannedOrganization } from "./types.js";

/** A Fabric network: who takes part, what its genesis block says, and its channels. */
export function fabricText(fabric: FabricPlan): NetworkText {
  return {
    title: `Fabric ${fabric.version}`,
    sections: [
      ["Organisations", organizations(fabric.ordering.organization, fabric.organizations)],
      ["Ordering", ordering(fabric.ordering)],
      ...fabric.channels.map((channel): [string, string] => [
        `Channel ${channel.name}`,
        channelText(channel),
      ]),
    ],
    afterPhases: fabric.channels.map(
      ({ name, chaincodes }) =>
        `Channel ${name}: made after \`orderers-formed\`, joined by each organisation's formed peers, then anchors${chaincodes.map((chaincode) => `, ${chaincode.name}`).join("")}, proven by \`${name}-smoke\`.\n`,
    ),
  };
}

function organizations(own: PlannedOrganization, members: readonly PlannedOrganization[]): string {
  return markdownTable(
    ["organisation", "MSP", "domain", "keys", "peers", "anchors", "users"],
    [own, ...members].map(({ name, mspId, domain, owner, peers, anchors, users }) => [
      name,
      mspId,
      domain,
      owner,
      peers.join(", "),
      anchors.map(({ host, port }) => `${host}:${port}`).join(", "),
      users.join(", "),
    ]),
  );
}

function ordering({ systemChannel, batch, endpoints, kafkaBrokers }: OrderingPlan): string {
  return markdownTable(
    ["in the genesis block, frozen", ""],
    [
      ["system channel", systemChannel],
      ["orderers", endpoints.join(", ")],
      ["brokers", kafkaBrokers.join(", ")],
      ["batch timeout", `${batch.timeoutMs} ms`],
      ["transactions in a block", `at most ${batch.maxMessageCount}`],
      ["block is cut at", formatSize(batch.preferredMaxBytes)],
      ["largest block", formatSize(batch.absoluteMaxBytes)],
    ],
  );
}

function channelText({ organizations: members, chaincodes }: PlannedChannel): string {
  const table = markdownTable(
    ["chaincode", "version", "sequence", "policy", "init", "check", "collections", "package"],
    chaincodes.map(({ name, version, sequence, policy, init, check, collections, packageId }) => [
      name,
      version,
      String(sequence),
      code(policy),
      call(init),
      call(check),
      collections.map((collection) => code(JSON.stringify(collection))).join(", "),
      code(packageId),
    ]),
  );
  return `Organisations: ${members.join(", ")}\n${chaincodes.length > 0 ? `\n${table}` : ""}`;
}

function call(called: { readonly function: string; readonly args: readonly string[] } | undefined): string {
  return called ? code(`${called.function}(${called.args.join(", ")})`) : "";
}
