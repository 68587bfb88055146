import { addressText, overlaps, parseNetwork } from "../topology/ipv4.js";

/** First /24 of 10.231.0.0 … 10.231.255.0 that nothing on this machine uses. Throws when none is free. */
export function chooseSubnet(taken: readonly string[]): string {
  // A default route covers everything and says nothing about use.
  const networks = taken.map(parseNetwork).filter((network) => network !== undefined && network.bits > 0);
  for (let third = 0; third < 256; third++) {
    const candidate = `10.231.${third}.0/24`;
    const network = parseNetwork(candidate);
    if (network && !networks.some((other) => other && overlaps(network, other))) return candidate;
  }
  throw new Error("no free /24 in 10.231.0.0/16: every one is used by a route or a Docker network here");
}

/** Address of the host in place `index` (0 …) of a /24: `.11` onwards; .1 is the gateway. */
export function hostAddress(subnet: string, index: number): string {
  const network = parseNetwork(subnet);
  if (!network) throw new Error(`${subnet}: not an IPv4 network`);
  return addressText(network.first + 11 + index);
}
