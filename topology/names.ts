/** Names are an interface: containers, volumes and certificates keep them for the life of a network. */

/** Order of people: `peer2` before `peer10`, the same on every machine. */
export function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Entries of a map in the order of their names: the order in which the user wrote them does not survive the engine. */
export function sortedEntries<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => byName(a, b));
}

/** Physical name of a service's container. */
export function containerName(stack: string, service: string): string {
  return `${stack}-${service}`;
}

/** Physical name of one of a service's volumes, e.g. `prod-kafka1-data`. */
export function volumeName(stack: string, service: string, purpose: string): string {
  return `${stack}-${service}-${purpose}`;
}

/** Name by which a node of an organisation is dialled; it stands in its certificate. */
export function nodeName(node: string, domain: string): string {
  return `${node}.${domain}`;
}

/** MSP id of an organisation that does not name one. */
export function defaultMspId(organization: string): string {
  return `${organization}MSP`;
}
