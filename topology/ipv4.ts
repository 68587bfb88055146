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

/** The first address of a network, which Docker gives to its bridge. @throws Error for what is not IPv4 */
export function gatewayOf(subnet: string): string {
  const network = parseNetwork(subnet);
  if (!network) throw new Error(`${subnet}: not an IPv4 network`);
  return addressText(network.first + 1);
}
