/** What an operation does about what it found: decided here, carried out elsewhere. */

/** A reason why nothing may be done, and the way out. */
export interface Refusal {
  readonly action: "refuse";
  readonly reason: string;
}

/** A channel as the orderers have it. */
export type ObservedChannel =
  | { readonly present: false }
  | { readonly present: true; readonly mspIds: readonly string[] };

/** Whether a channel must be made. Its organisations are fixed by its creation. */
export function channelAction(
  observed: ObservedChannel,
  mspIds: readonly string[],
): { readonly action: "create" | "nothing" } | Refusal {
  if (!observed.present) return { action: "create" };
  const [has, wants] = [[...observed.mspIds].sort(), [...mspIds].sort()];
  if (has.join() === wants.join()) return { action: "nothing" };
  return {
    action: "refuse",
    reason:
      `the channel exists with ${has.join(", ") || "no organisations"}, wanted are ${wants.join(", ")}. ` +
      "Put the list back; adding or removing an organisation needs a configuration update signed by the majority",
  };
}

/** A peer before it joins: the hash of its block 0 when it has one, and that of the orderers'. */
export interface ObservedMember {
  readonly ledger: string | undefined;
  readonly orderers: string;
}

/** Whether a peer must join. A ledger of another network is never touched. */
export function joinAction({
  ledger,
  orderers,
}: ObservedMember): { readonly action: "join" | "nothing" } | Refusal {
  if (ledger === undefined) return { action: "join" };
  if (ledger === orderers) return { action: "nothing" };
  return {
    action: "refuse",
    reason:
      `the peer's ledger begins with block ${ledger.slice(0, 16)}…, the orderers' channel with ${orderers.slice(0, 16)}…: ` +
      "it holds data of another network. Give the peer an empty volume, or its own network back",
  };
}

/** A definition as far as it is compared; everything but the sequence is in `content`. */
export interface Definition {
  readonly sequence: number;
  /** Version, policy, collections and the need of `init`, in one normal form. */
  readonly content: string;
}

export interface ObservedChaincode {
  /** The channel's definition. */
  readonly committed: Definition | undefined;
  /** What the organisation approved at the wanted sequence, with the package it runs. */
  readonly approved: (Definition & { readonly packageId: string }) | undefined;
}

/** Whether a definition may follow the committed one. */
function follows(wanted: Definition, committed: Definition | undefined): Refusal | undefined {
  const refuse = (reason: string): Refusal => ({ action: "refuse", reason });
  const now = committed?.sequence ?? 0;
  if (wanted.sequence < now)
    return refuse(
      `sequence ${wanted.sequence} is lower than the committed ${now}; raise sequence to ${now + 1}`,
    );
  if (wanted.sequence === now && wanted.content !== committed?.content)
    return refuse(
      `sequence ${now} is committed with another content (${difference(committed?.content, wanted.content)}); ` +
        `raise sequence to ${now + 1}`,
    );
  if (wanted.sequence > now + 1)
    return refuse(
      `sequence ${wanted.sequence} skips some: committed is ${now || "none"}; set sequence to ${now + 1}`,
    );
  return undefined;
}

/** Whether the organisation must approve. Approving a committed definition again changes only its own package. */
export function approveAction(
  wanted: Definition & { readonly packageId: string },
  { committed, approved }: ObservedChaincode,
): { readonly action: "approve" | "nothing" } | Refusal {
  const refusal = follows(wanted, committed);
  if (refusal) return refusal;
  const same = approved?.content === wanted.content && approved.packageId === wanted.packageId;
  return { action: same ? "nothing" : "approve" };
}

/** Whether the channel must commit. `waiting` names organisations that have not approved this definition yet. */
export function commitAction(
  wanted: Definition,
  committed: Definition | undefined,
  approvals: Readonly<Record<string, boolean>>,
):
  | { readonly action: "commit" | "nothing" }
  | { readonly action: "wait"; readonly waiting: readonly string[] }
  | Refusal {
  const refusal = follows(wanted, committed);
  if (refusal) return refusal;
  if (committed?.sequence === wanted.sequence) return { action: "nothing" };
  const waiting = Object.keys(approvals)
    .filter((mspId) => approvals[mspId] !== true)
    .sort();
  return waiting.length > 0 ? { action: "wait", waiting } : { action: "commit" };
}

/** The keys in which two normal forms differ. */
function difference(a: string | undefined, b: string): string {
  const [one, other] = [a ?? "{}", b].map((text) => JSON.parse(text) as Record<string, unknown>);
  const keys = Object.keys({ ...one, ...other });
  return keys.filter((key) => JSON.stringify(one?.[key]) !== JSON.stringify(other?.[key])).join(", ");
}
