import { isOpenToAny, type Opening, publishedPorts, type ServerFirewall } from "./openings.js";
import { type Policy, policyText, publishedText } from "./policy.js";

/**
 * A server's firewall as ufw commands for a shell. Openings are put before what is there, so that they also work after
 * an earlier run's closing rules. Rules that exist are skipped by ufw; ufw itself is not switched on.
 */
export function ufwOf({ stack, server, address, ssh, services }: ServerFirewall, policy: Policy): string {
  const ports = [...new Set(services.map(({ port }) => port))];
  const closing =
    policy === "drop"
      ? ["ufw default deny incoming"]
      : ports.map(
          (port) => `ufw deny proto tcp from any to any port ${port} comment '${stack}: nobody else'`,
        );
  return [
    "#!/bin/sh",
    `# Firewall of server ${server} (${address}), stack ${stack}; made by ./consortium firewall. Needs ufw 0.36 or later.`,
    `# ${policyText[policy]}`,
    ...publishedText(publishedPorts({ services })).map((line) => `# ${line}`),
    "# ufw's own default (ufw status verbose) is left as it is unless the policy is drop. Switch it on with: ufw enable",
    "set -eu",
    ...[ssh, ...services].flatMap((opening) => allowOf(stack, opening)),
    ...closing,
    "",
  ].join("\n");
}

function allowOf(stack: string, opening: Opening): string[] {
  const { port, service, from } = opening;
  const allow = (network: string, name: string) =>
    `ufw prepend allow proto tcp from ${network} to any port ${port} comment '${stack}: ${service} from ${name}'`;
  if (isOpenToAny(opening)) return [allow("any", "anywhere")];
  return from.map(({ network, name }) => allow(network, name));
}
