import { firewallsOf } from "../firewall/openings.js";
import type { Plan } from "../model/plan.js";
import type { PlannedBridge } from "../model/server.js";
import { kinds, phases } from "../networks.js";
import { gateOf } from "./gates.js";
import { code, markdownTable } from "./markdown.js";
import { picture } from "./picture.js";
import type { PlanSource } from "./server-file.js";
import type { NetworkText } from "./text.js";

/** First words of the page about the network. */
export const networkPageMark = "# Network of stack ";

/** What no single server's file can tell: who stands where, who dials whom, what the channels say, what comes first. */
export function networkPage({ plan, files }: PlanSource): string {
  const networks = kinds.flatMap((kind) => kind.text(plan) ?? []);
  const sections: readonly (readonly [string, string])[] = [
    ["Servers", servers(plan)],
    ["Picture", picture(plan)],
    ...networks.flatMap((network) => network.sections),
    ...(plan.bridges ? [["Docker networks", bridges(plan.bridges)] as const] : []),
    ["Order", order(plan, networks)],
    ...(plan.quorums.length > 0 ? [["Replacement", replacement(plan)] as const] : []),
    ["Firewalls", firewalls(plan)],
  ];
  return [
    `${networkPageMark}${plan.stack}\n`,
    `From ${files.map(code).join(" and ")}. Made by \`./consortium plan\`; do not edit.\n`,
    `Tier ${plan.tier}, data ${plan.data}, ${networks.map(({ title }) => `${title}, `).join("")}${plan.services.length} services on ${plan.servers.length} servers.\n`,
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

function bridges(planned: readonly PlannedBridge[]): string {
  return markdownTable(
    ["server", "Docker network", "subnet"],
    planned.map(({ server, name, subnet }) => [server, name, subnet]),
  );
}

/** The phases of a first `up`; services of one phase start together unless their gates say otherwise. */
function order(plan: Plan, networks: readonly NetworkText[]): string {
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
    ...networks.flatMap(({ afterPhases }) => afterPhases.map((text) => `\n${text}`)),
  ].join("");
}

function replacement({ quorums }: Plan): string {
  return [
    "One member at a time, in this order, each in sync before the next:\n\n",
    markdownTable(
      ["quorum", "members"],
      quorums.map(({ name, members }) => [name, members.map((member) => member.name).join(", ")]),
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
