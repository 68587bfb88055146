import { callersOf } from "../flows.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import { byName } from "../names.js";
import { knownRoles, traitsOf } from "../networks.js";

/** A Mermaid picture of what servers dial on each other: services by role, an arrow from the one that dials. */
export function picture({ services }: Plan): string {
  const dialled = services.filter((service) => privatePorts(service).length > 0);
  // Services come by phase, so roles do too.
  const roles = [...new Set(dialled.map(({ role }) => role))].reverse();
  const lines = [
    "flowchart LR",
    '  operator(["operator"])',
    '  clients(["applications"])',
    ...roles.flatMap((role) => groupOf(role, dialled)),
    '  every(["every server"])',
    "  operator -->|ssh| every",
    ...roles.flatMap((role) => arrowsTo(role, dialled)),
  ];
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n`;
}

function groupOf(role: string, services: readonly PlannedService[]): string[] {
  const { title, showsOwner } = traitsOf(role);
  const members = services.filter((service) => service.role === role);
  const ports = [...new Set(members.flatMap(privatePorts).map(({ port }) => port))].sort((a, b) => a - b);
  return [
    `  subgraph ${role} ["${title}: ${ports.join(", ")}"]`,
    ...members.map((member) => {
      const owner = showsOwner && member.owner !== undefined ? [member.owner] : [];
      const label = [member.name, `on ${member.server}`, ...owner].join("<br/>");
      return `    ${nodeId(member)}["${label}"]`;
    }),
    "  end",
  ];
}

/** Arrows into a role, one from each kind of caller; members of a role among themselves would only hide them. */
function arrowsTo(role: string, services: readonly PlannedService[]): string[] {
  const ports = services.filter((service) => service.role === role).flatMap(privatePorts);
  const callers = new Map<string, Set<number>>();
  for (const { name, port } of ports)
    for (const caller of callersOf(role, name)) {
      if (caller === role) continue;
      const source = caller === "everyone" ? "every" : caller;
      callers.set(source, (callers.get(source) ?? new Set()).add(port));
    }
  return [...callers]
    .filter(([caller]) => !isRole(caller) || services.some((service) => service.role === caller))
    .sort(([a], [b]) => byName(a, b))
    .map(
      ([caller, dialled]) => `  ${caller} -->|"${[...dialled].sort((a, b) => a - b).join(", ")}"| ${role}`,
    );
}

function isRole(caller: string): boolean {
  return knownRoles.has(caller);
}

/** Ports that others dial; of a vendor's package only those of which it is known who does. */
function privatePorts({ role, ports }: PlannedService) {
  return ports.filter(
    ({ name, exposure }) =>
      exposure !== "loopback" && (!traitsOf(role).published || callersOf(role, name).length > 0),
  );
}

/** A hyphen may begin an arrow; names of services have no underscore. The role keeps `end` from being a keyword. */
function nodeId({ role, name }: PlannedService): string {
  return `${role}_${name.replaceAll("-", "_")}`;
}
