import { isIP } from "node:net";
import { domain, name } from "../../../config/server-schema.js";
import type { Tier } from "../../../config/words.js";

/** An organisation that runs peers. */
export interface StarterOrganization {
  readonly name: string;
  readonly domain: string;
  /** How many peers: peer0, peer1, … */
  readonly peers: number;
}

/** A server as far as the answers tell. */
export interface StarterServer {
  readonly address: string;
  /** Its public host key, where it is known: `ssh-ed25519 AAAA…`. */
  readonly hostKey?: string;
}

/** The servers of a starter stack: written into it, or in a file of their own. */
export type StarterServers =
  | { readonly kind: "listed"; readonly servers: readonly StarterServer[] }
  | {
      readonly kind: "inventory";
      /** As the stack file names it: relative to the project. */
      readonly path: string;
      /** Memory of each server of the file, MiB. */
      readonly memoryMiB: Readonly<Record<string, number>>;
    };

/** What a starter stack is made from. */
export interface Answers {
  readonly tier: Tier;
  readonly data: "keep" | "delete";
  /** Domain of the orderers. */
  readonly domain: string;
  readonly organizations: readonly StarterOrganization[];
  readonly servers: StarterServers;
  /** Login user, where it is not root. */
  readonly user?: string;
}

/** An answer that makes no sense; the message says what would. */
export class AnswerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AnswerError";
  }
}

const most = { organizations: 20, peers: 20, servers: 200 } as const;

/**
 * Organisations as they are answered: `Org1, Org5=org5.example.com:2`, the part after `:` is the number of peers.
 * @throws AnswerError
 */
export function parseOrganizations(text: string, base: string): StarterOrganization[] {
  const found = words(text).map((word) => {
    const match = /^([^=:]+)(?:=([^:]+))?(?::(\d+))?$/.exec(word);
    if (!match?.[1])
      throw new AnswerError(`${word}: write NAME, NAME=DOMAIN or NAME=DOMAIN:PEERS, e.g. Org1:2`);
    const organization = {
      name: checked(name, match[1], "letters, digits and hyphens, e.g. Org1"),
      domain: parseDomain(match[2] ?? `${match[1].toLowerCase()}.${base}`),
      peers: Number(match[3] ?? 1),
    };
    if (organization.peers < 1 || organization.peers > most.peers)
      throw new AnswerError(`${word}: ${organization.peers} peers; write 1 to ${most.peers}`);
    return organization;
  });
  const twice = found.find(
    (one, index) =>
      one.domain === base ||
      found.some((other, at) => at < index && (other.name === one.name || other.domain === one.domain)),
  );
  if (twice) throw new AnswerError(`${twice.name}: name and domain (${twice.domain}) must be its own`);
  if (found.length === 0 || found.length > most.organizations)
    throw new AnswerError(`${found.length} organisations; name 1 to ${most.organizations}, e.g. Org1,Org2`);
  return found;
}

/** A domain. @throws AnswerError */
export function parseDomain(text: string): string {
  return checked(domain, text.trim(), "a lower-case DNS domain, e.g. example.com");
}

/**
 * Servers as they are answered: a number (addresses to be filled in), or addresses with commas between.
 * Undefined for anything else, which then names a file. @throws AnswerError for addresses that cannot be used
 */
export function parseServers(text: string): StarterServer[] | undefined {
  if (/^\d+$/.test(text.trim())) return placeholders(Number(text));
  const found = words(text);
  if (!found.some((word) => isIP(word) > 0)) return undefined;
  const odd = found.find((address, index) => isIP(address) === 0 || found.indexOf(address) !== index);
  if (odd !== undefined) throw new AnswerError(`${odd}: give each server's IP address once`);
  return found.map((address) => ({ address }));
}

/** Addresses of the range for documentation (RFC 5737), which nobody can reach by mistake. */
function placeholders(count: number): StarterServer[] {
  if (count < 1 || count > most.servers)
    throw new AnswerError(`${count} servers; write 1 to ${most.servers}`);
  return Array.from({ length: count }, (_, index) => ({ address: `198.51.100.${index + 11}` }));
}

function words(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function checked(
  schema: { safeParse(value: unknown): { readonly success: boolean } },
  text: string,
  wanted: string,
): string {
  if (!schema.safeParse(text).success) throw new AnswerError(`${text}: not ${wanted}`);
  return text;
}
