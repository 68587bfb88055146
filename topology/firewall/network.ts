import { isIP } from "node:net";

/**
 * An address or a network in CIDR notation (`203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`) as it was written.
 * Undefined when it is neither: names are not resolved, because a firewall compares addresses.
 */
export function addressOrNetwork(text: string): string | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes("%")) return undefined;
  if (prefix === undefined) return text;
  const longest = family === 4 ? 32 : 128;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest ? text : undefined;
}
