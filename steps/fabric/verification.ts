import { answerOf, ask, invoke } from "./calls.js";
import { endorsingOrganizations } from "./endorsers.js";
import { lastLines } from "./errors.js";
import { heightOf, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { AdminPlace, OperatedChaincode, OperatedOrganization, Operations, Secrets } from "./specs.js";
import { until } from "./wait.js";

/** What to verify: one chaincode of one channel, by the classic example's two accounts. */
export interface Verification {
  readonly operations: Operations;
  readonly channel: string;
  readonly chaincode: OperatedChaincode;
  /** Accounts that are read; a transfer goes from the first to the second. */
  readonly accounts: readonly [string, string];
  /** How long each organisation's part may take. */
  readonly deadlineSeconds: number;
}

/** What one peer says. */
export interface PeerReading {
  readonly organization: string;
  readonly peer: string;
  /** Number of its blocks. */
  readonly height: number;
  /** Values by account, as the chaincode answers. */
  readonly values: Readonly<Record<string, string>>;
}

/** The organisations of the channel that are ours, in the stack's order. */
export function organizationsOf({ operations, channel }: Verification): OperatedOrganization[] {
  const names = operations.channels.find(({ name }) => name === channel)?.organizations ?? [];
  return operations.organizations.filter(({ name }) => names.includes(name));
}

/** Reads the accounts at every peer, through each organisation's own server with its own client identity. */
export async function readEverywhere(
  verification: Verification,
  expected?: Readonly<Record<string, string>>,
): Promise<PeerReading[]> {
  const readings = await Promise.all(
    organizationsOf(verification).map((organization) =>
      inSession(verification, organization, [organization], async (session) => {
        const read: PeerReading[] = [];
        for (const peer of organization.peers)
          read.push(await readPeer(session, verification, { mspId: organization.mspId, peer }, expected));
        return read;
      }),
    ),
  );
  return readings.flat();
}

/** Sends a transfer through the first organisation's peer and waits until it is in a block there. */
export async function transfer(verification: Verification, amount: number): Promise<void> {
  const organizations = organizationsOf(verification);
  const [first] = organizations;
  if (!first) throw new Error(`no organisation of ours in channel ${verification.channel}`);
  const { chaincode, channel, accounts } = verification;
  const mspIds = organizations.map(({ mspId }) => mspId);
  const endorsing =
    chaincode.policy === undefined ? [first.mspId] : endorsingOrganizations(chaincode.policy, mspIds);
  const targets = organizations
    .filter(({ mspId }) => endorsing.includes(mspId))
    .flatMap(({ mspId, peers: [peer] }): Target[] => (peer ? [{ mspId, peer }] : []));
  await inSession(verification, first, organizations, async (session) => {
    const call = { function: "invoke", args: [...accounts, String(amount)] };
    const { reply, failure } = await invoke(session, targets, channel, chaincode.name, call);
    if (failure === undefined) return;
    const hint =
      failure === "unknown-outcome"
        ? "the transaction may still be ordered: read the values again before sending another"
        : undefined;
    throw session.failed(`transfer of ${amount} from ${accounts.join(" to ")}`, reply, hint);
  });
}

/** Reads one peer; where values are expected, waits until it has them. */
async function readPeer(
  session: Session,
  { channel, chaincode, accounts }: Verification,
  target: Target,
  expected: Readonly<Record<string, string>> | undefined,
): Promise<PeerReading> {
  const query = chaincode.check?.function ?? "query";
  if (expected) await expectValues(session, target, channel, chaincode.name, query, expected);
  const values: Record<string, string> = {};
  for (const account of accounts)
    values[account] = await answerOf(session, target, channel, chaincode.name, {
      function: query,
      args: [account],
    });
  const height = (await heightOf(session, target, channel)) ?? 0;
  return { organization: session.place.organization.name, peer: target.peer.name, height, values };
}

/** Waits for the values to arrive. A peer that gets others in time is not an error here: they are read and shown. */
async function expectValues(
  session: Session,
  target: Target,
  channel: string,
  chaincode: string,
  query: string,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const patience = Math.min(60_000, session.deadline.left / 2);
  const start = Date.now();
  for (const [account, value] of Object.entries(expected)) {
    await until(session.deadline, `${account} = ${value} on ${target.peer.name}`, async () => {
      const { reply, failure } = await ask(session, target, channel, chaincode, {
        function: query,
        args: [account],
      });
      const seen = failure === undefined ? reply.stdout.toString().trimEnd() : lastLines(reply.stderr, 1)[0];
      return seen === value || Date.now() - start > patience
        ? { done: true }
        : { instead: `${account} = ${seen}` };
    });
  }
}

function inSession<T>(
  { operations, deadlineSeconds }: Verification,
  organization: OperatedOrganization,
  dialled: readonly OperatedOrganization[],
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const place: AdminPlace = {
    stack: operations.stack,
    organization,
    server: organization.server,
    image: operations.image,
    orderers: operations.orderers,
    deadlineSeconds,
  };
  return Session.use(place, clientOf(organization), dialled, work);
}

/** The organisation's first ordinary user; its admin where it has none. */
function clientOf({ name, identities }: OperatedOrganization): Secrets {
  const user = Object.keys(identities)
    .filter((identity) => identity !== "Admin")
    .sort()[0];
  const identity = identities[user ?? "Admin"];
  if (!identity) throw new Error(`the stack has no identity of ${name}`);
  return { adminCert: identity.certificate, adminKey: identity.key };
}
