import { formatSize } from "../../config/units.js";
import { firewallsOf } from "../firewall/openings.js";
import type { OrderingPlan, Plan, PlannedChannel, PlannedOrganization } from "../types.js";
import { phases } from "../types.js";
import { gateOf } from "./gates.js";
import { code, markdownTable } from "./markdown.js";
import { picture } from "./picture.js";
import type { PlanSource } from "./server-file.js";

/** First words of the page about the network. */
export const networkPageMark = "# Network of stack ";

/** What no single server's file can tell: who stands where, who dials whom, what the channels say, what comes first. */
export function networkPage({ plan, files }: PlanSource): string {
  const { fabric } = plan;
  const sections: readonly (readonly [string, string])[] = [
    ["Servers", servers(plan)],
    ["Picture", picture(plan)],
    ["Organisations", organizations(fabric.ordering.organization, fabric.organizations)],
    ["Ordering", ordering(fabric.ordering)],
    ...fabric.channels.map((channel): [string, string] => [`Channel ${channel.name}`, channelText(channel)]),
    ["Order", order(plan)],
    ["Replacement", replacement(plan)],
    ["Firewalls", firewalls(plan)],
  ];
  return [
    `${networkPageMark}${plan.stack}\n`,
    `From ${files.map(code).join(" and ")}. Made by \`./consortium plan\`; do not edit.\n`,
    `Tier ${plan.tier}, data ${plan.data}, Fabric ${fabric.version}, ${plan.services.length} services on ${plan.servers.length} servers.\n`,
    ...sections.map(([title, text]) => `## ${title}\n\n${text}`),
  ].join("\n");
}

function servers(plan: Plan): string {
  return markdownTable(
    ["server", "address", "zone", "services"],
    plan.servers.map(({ name, address, zone = "" }) => [
      `[${name}](${name}.yaml)`,
      address,
      zone,
      plan.services
        .filter((service) => service.server === name)
        .map((service) => service.name)
        .join(", "),
    ]),
  );
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

/** The phases of a first `up`; services of one phase start together unless their gates say otherwise. */
function order(plan: Plan): string {
  const rows = phases
    .map((phase) => ({ phase, services: plan.services.filter((service) => service.phase === phase) }))
    .filter(({ services }) => services.length > 0)
    .map(({ phase, services }) => {
      const after = new Set(services.flatMap((service) => gateOf(plan, service).after));
      return [phase, services.map(({ name }) => name).join(", "), [...after].join(", ") || "preflight"];
    });
  return [
    "Preflight checks every server before any is changed. Then, each phase when its gates have passed:\n\n",
    markdownTable(["phase", "services", "after"], rows),
    ...plan.fabric.channels.map(
      ({ name, chaincodes }) =>
        `\nChannel ${name}: made after \`orderers-formed\`, joined by each organisation's formed peers, then anchors${chaincodes.map((chaincode) => `, ${chaincode.name}`).join("")}, proven by \`${name}-smoke\`.\n`,
    ),
  ].join("");
}

function replacement({ fabric }: Plan): string {
  return [
    "One member at a time, in this order, each in sync before the next:\n\n",
    markdownTable(
      ["quorum", "members"],
      fabric.quorums.map(({ name, members }) => [name, members.map((member) => member.name).join(", ")]),
    ),
  ].join("");
}

function firewalls(plan: Plan): string {
  const rows = firewallsOf(plan, { operator: [], clients: [] }).flatMap(
    ({ server, address, ssh, services }) =>
      [ssh, ...services].map(({ port, service, from }) => [
        server,
        address,
        String(port),
        service,
        from.map(({ name }) => name).join(", ") || "no other server",
      ]),
  );
  return [
    "What each server must let in (TCP); `./consortium firewall` writes the rules.\n\n",
    markdownTable(["server", "address", "port", "service", "from"], rows),
  ].join("");
}
