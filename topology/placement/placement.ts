import type { PlannedPort } from "../model/service.js";

/**
 * Where services listen, and how one is reached from another: a planner asks this and writes no address itself. Servers
 * answer with their addresses; a cluster would answer with names of its own.
 */
export interface Placement {
  /** Where a service on this server listens for those on others, and is dialled by them. @throws Error for an unknown server */
  addressOf(server: string): string;
  /** Where a service listens for its own server only. @param nth another such address: 2, 3 … Default: the usual one */
  ownAddress(nth?: number): string;
  /** A port that other servers dial. */
  sharedPort(name: string, server: string, port: number): PlannedPort;
  /** A port for its own server only. @param address one of {@link ownAddress}. Default: the usual one */
  ownPort(name: string, port: number, address?: string): PlannedPort;
  /** Host entries under which services are found, in the order given: name → address. */
  hostEntries(dialled: readonly { readonly name: string; readonly server: string }[]): Record<string, string>;
}
