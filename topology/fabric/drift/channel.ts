import type { Drift, DriftKind } from "../../drift/types.js";

/** An organisation's anchor as `host:port`. */
export type AnchorText = string;

/** What was applied to one channel. */
export interface DesiredChannel {
  readonly name: string;
  /** Server that asks, for the findings. */
  readonly server: string;
  readonly mspIds: readonly string[];
  /** Anchors by organisation. */
  readonly anchors: Readonly<Record<string, DesiredAnchors>>;
  /** Peers that have joined, by organisation. */
  readonly members: Readonly<Record<string, DesiredMembers>>;
  readonly chaincodes: readonly DesiredChaincode[];
}

export interface DesiredAnchors {
  readonly mspId: string;
  readonly anchors: readonly AnchorText[];
}

export interface DesiredMembers {
  readonly server: string;
  readonly peers: readonly string[];
}

export interface DesiredChaincode {
  readonly name: string;
  readonly packageId: string;
  readonly sequence: number;
  /** Version, policy, collections and the need of `init` in one normal form. */
  readonly content: string;
}

/** What one organisation's server tells of a channel, with the organisation's own admin. */
export interface SeenChannel {
  /** Configuration by the orderers; none when they do not know the channel. */
  readonly config?: {
    readonly organizations: readonly { readonly mspId: string; readonly anchors: readonly AnchorText[] }[];
  };
  /** Channels, packages and committed definitions by peer. */
  readonly peers: Readonly<Record<string, SeenPeer>>;
}

export interface SeenPeer {
  readonly joined: boolean;
  readonly packages: readonly string[];
  /** Committed definitions by chaincode. */
  readonly definitions: Readonly<Record<string, { readonly sequence: number; readonly content: string }>>;
}

/**
 * What differs between a channel as it was applied and as its organisations see it. Every organisation tells of its own
 * peers; the configuration is the orderers' and taken from the first that has it.
 */
export function channelDrift(channel: DesiredChannel, seen: Readonly<Record<string, SeenChannel>>): Drift[] {
  const [first] = Object.values(seen);
  if (!first) return [];
  const drift = (kind: DriftKind, name: string, expected: string, found: string, step: string): Drift => ({
    server: channel.server,
    kind,
    name,
    expected,
    found,
    remedy: `pulumi up --replace '**::${channel.name}-${step}'`,
  });
  const config = Object.values(seen).find((one) => one.config)?.config;
  if (!config) return [drift("channel", channel.name, "on the orderers", "not known to them", "channel")];

  const has = config.organizations.map(({ mspId }) => mspId);
  const organizations = sameSet(has, channel.mspIds)
    ? []
    : [
        {
          ...drift("channel", channel.name, list(channel.mspIds), list(has), ""),
          remedy:
            "its configuration was updated by someone else: write the organisations into the stack file, or undo that update with the majority's signatures",
        },
      ];
  const anchors = Object.entries(channel.anchors).flatMap(([organization, wanted]) => {
    const found = config.organizations.find(({ mspId }) => mspId === wanted.mspId)?.anchors ?? [];
    return sameSet(found, wanted.anchors)
      ? []
      : [
          drift(
            "anchors",
            `${channel.name} ${organization}`,
            list(wanted.anchors),
            list(found),
            `anchors-${organization}`,
          ),
        ];
  });
  const peers = Object.entries(channel.members).flatMap(([organization, members]) =>
    members.peers.flatMap((peer) => {
      const found = seen[organization]?.peers[peer];
      return found ? peerDrift(channel, organization, members.server, peer, found) : [];
    }),
  );
  return [...organizations, ...anchors, ...peers];
}

function peerDrift(
  channel: DesiredChannel,
  organization: string,
  server: string,
  peer: string,
  found: SeenPeer,
): Drift[] {
  const drift = (kind: DriftKind, name: string, expected: string, seen: string, step: string): Drift => ({
    server,
    kind,
    name,
    expected,
    found: seen,
    remedy: `pulumi up --replace '**::${channel.name}-${step}'`,
  });
  const { name: at } = channel;
  if (!found.joined)
    return [drift("channel", `${peer} ${at}`, "joined", "not joined", `join-${organization}`)];
  return channel.chaincodes.flatMap(({ name, packageId, sequence, content }) => {
    const subject = `${peer} ${at}/${name}`;
    const committed = found.definitions[name];
    const installed = found.packages.includes(packageId)
      ? []
      : [
          drift(
            "chaincode",
            subject,
            `installed ${shortId(packageId)}`,
            `installed ${list(found.packages.map(shortId))}`,
            `${name}-install-${organization}`,
          ),
        ];
    if (!committed)
      return [
        ...installed,
        drift("chaincode", subject, `committed sequence ${sequence}`, "not committed", `${name}-commit`),
      ];
    if (committed.sequence === sequence && committed.content === content) return installed;
    return [
      ...installed,
      {
        ...drift("chaincode", subject, `sequence ${sequence}`, `sequence ${committed.sequence}`, ""),
        ...(committed.sequence === sequence ? { expected: content, found: committed.content } : {}),
        remedy: `committed by someone else: write it into the stack file with its sequence, or raise sequence to ${committed.sequence + 1} to put ours back`,
      },
    ];
  });
}

/** A label and the first digits of its hash. */
function shortId(packageId: string): string {
  const [label = "", hash = ""] = packageId.split(":");
  return `${label}:${hash.slice(0, 12)}`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return list(a) === list(b);
}

function list(names: readonly string[]): string {
  return [...names].sort().join(", ") || "none";
}
