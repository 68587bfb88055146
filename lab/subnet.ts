/** An IPv4 network as first address and prefix length. */
export interface Network {
  readonly first: number;
  readonly bits: number;
}

/** Reads `10.231.0.0/24` or a bare address (= /32); undefined for what is not IPv4. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  if (bits > 32 || parts.some((part) => part > 255)) return undefined;
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - bits);
  return { first: Math.floor(address / size) * size, bits };
}

/** Whether two networks share an address. */
export function overlaps(one: Network, other: Network): boolean {
  const end = ({ first, bits }: Network) => first + 2 ** (32 - bits);
  return one.first < end(other) && other.first < end(one);
}

/** Written as people write it. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

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
