import { outputOf, rootShell } from "../hosts/shell.js";
import {
  forgetHibernation,
  type Hibernation,
  type HibernationFound,
  parseHibernation,
  readHibernation,
  writeHibernation,
} from "../steps/gates/hibernation.js";
import { stepServer } from "../steps/gates/member.js";
import { observe } from "../steps/gates/observe.js";
import type { HeightsByService } from "../topology/heights.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedQuorum } from "../topology/model/quorum.js";
import type { PlannedServer } from "../topology/model/server.js";
import { quorumRulesOf } from "../topology/networks.js";
import { heightsOf } from "../topology/quorum/heights.js";
import { type Site, watched } from "./site.js";
import { UsageError } from "./verb.js";

/** The members of quorums that keep a ledger. */
export function ledgersOf({ quorums }: Pick<Plan, "quorums">): PlannedQuorum[] {
  return quorums.filter(({ kind }) => quorumRulesOf(kind).ledger !== undefined);
}

/** The heights of every ledger that answers, all asked at the same time. */
export async function heightsNow(site: Site): Promise<HeightsByService> {
  const found = await Promise.all(
    ledgersOf(site.plan).map(async (quorum) => {
      const health = await observe(watched(quorum, site), site.links);
      return quorum.members.map(({ name }) => [name, heightsOf(health, name)] as const);
    }),
  );
  return Object.fromEntries(found.flat().filter(([, heights]) => Object.keys(heights).length > 0));
}

/** What the servers hold of a sleep. */
export interface Sleep {
  /** The network that the servers are claimed for. */
  readonly network: string;
  /** The latest record of that network; none when it is awake. */
  readonly record?: Hibernation;
}

/** Reads every server's record. @throws UsageError when the servers belong to no network, or to several */
export async function readSleep(site: Site): Promise<Sleep> {
  const found = await onAll(site, "reading the record of a hibernation", readHibernation(site.plan.stack));
  return sleepOf(
    site.plan.stack,
    found.map(([, printed]) => parseHibernation(printed)),
  );
}

/** What several servers hold, as one. @throws UsageError when they belong to no network, or to several */
export function sleepOf(stack: string, found: readonly HibernationFound[]): Sleep {
  const networks = [...new Set(found.flatMap(({ network }) => network ?? []))];
  const [network, ...others] = networks;
  if (network === undefined || others.length > 0)
    throw new UsageError(
      network === undefined
        ? `no server holds stack ${stack}; it is there after pulumi up`
        : `the servers of stack ${stack} are claimed for several networks (${networks.join(", ")}); is the stack file the right one?`,
    );
  const records = found
    .flatMap(({ record }) => record ?? [])
    .filter((record) => record.network === network)
    .sort((a, b) => (a.since < b.since ? 1 : -1));
  return { network, ...(records[0] ? { record: records[0] } : {}) };
}

/** Writes the record on every server. */
export async function writeSleep(site: Site, record: Hibernation): Promise<void> {
  await onAll(site, "recording the heights", writeHibernation(site.plan.stack, record));
}

/** Removes the record from every server. */
export async function forgetSleep(site: Site): Promise<void> {
  await onAll(site, "removing the record of the hibernation", forgetHibernation(site.plan.stack));
}

/** Runs a script as root on every server, all at the same time; gives what each printed. */
function onAll(
  { plan, links }: Site,
  what: string,
  script: string,
): Promise<(readonly [PlannedServer, string])[]> {
  return Promise.all(
    plan.servers.map(async (server) => {
      const link = await links.to(stepServer(server));
      const result = await link.exec(rootShell(server.ssh.user), { stdin: script, timeoutSeconds: 60 });
      return [server, outputOf(server.name, what, result)] as const;
    }),
  );
}
