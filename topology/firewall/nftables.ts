import { isOpenToAny, type Opening, publishedPorts, type ServerFirewall } from "./openings.js";
import { type Policy, policyText, publishedText } from "./policy.js";

/** Name of a stack's own table; nft takes every character of a stack's name after a letter. */
export function tableName(stack: string): string {
  return `consortium_${stack}`;
}

/**
 * A server's firewall as a file for `nft -f`: one table of our own, replaced as a whole in one transaction. No other
 * table is touched. Loopback and answers to connections that this server opened are let in first.
 */
export function nftablesOf(firewall: ServerFirewall, policy: Policy): string {
  const { stack, server, address, ssh, services } = firewall;
  const table = `table inet ${tableName(stack)}`;
  const ports = [...new Set(services.map(({ port }) => port))].join(", ");
  const openings = [ssh, ...services];
  const guard =
    policy === "accept" && services.length > 0
      ? ["# nobody else", `tcp dport { ${ports} } counter drop`]
      : [];
  const chain = [
    `type filter hook input priority filter; policy ${policy};`,
    'iif "lo" accept',
    "ct state established,related accept",
    ...(policy === "drop" ? needed : []),
    ...openings.flatMap(rulesOf),
    ...guard,
  ];
  return [
    "#!/usr/sbin/nft -f",
    `# Firewall of server ${server} (${address}), stack ${stack}; made by ./consortium firewall.`,
    `# ${policyText[policy]}`,
    ...publishedText(publishedPorts(firewall)).map((line) => `# ${line}`),
    "# Another table that drops a packet still drops it: an accept ends the judgement of its own table only.",
    `# To take it away: nft delete ${table}`,
    "",
    "# The first line makes the second one work where the table is not there yet.",
    table,
    `delete ${table}`,
    "",
    `${table} {`,
    "  chain input {",
    ...chain.map((line) => `    ${line}`),
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Without these a host that drops the rest loses path MTU discovery, IPv6 neighbours and its DHCPv6 lease. */
const needed = [
  "meta l4proto { icmp, ipv6-icmp } accept",
  "ip6 saddr fe80::/10 udp dport 546 accept",
] as const;

/** An opening's rules: IPv4 and IPv6 sources are compared apart. */
function rulesOf(opening: Opening): string[] {
  const { port, service, from } = opening;
  const accept = `tcp dport ${port} accept`;
  if (isOpenToAny(opening)) return [`# ${service}: anybody`, accept];
  const head = `# ${service}: ${[...new Set(from.map(({ name }) => name))].join(", ") || "no other server"}`;
  const networks = [...new Set(from.map(({ network }) => network))];
  const rule = (family: string, members: readonly string[]) =>
    members.length === 0 ? [] : [`${family} saddr { ${members.join(", ")} } ${accept}`];
  return [
    head,
    ...rule(
      "ip",
      networks.filter((network) => !network.includes(":")),
    ),
    ...rule(
      "ip6",
      networks.filter((network) => network.includes(":")),
    ),
  ];
}
