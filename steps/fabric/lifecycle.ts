import type { Definition } from "./actions.js";
import { initRequired, type PrintedDefinition, packageOf, readDefinition } from "./definition.js";
import { classify } from "./failures.js";
import { onPeer, type Target } from "./peers.js";
import type { Session } from "./session.js";
import type { ChaincodeDefinition } from "./specs.js";

/** Flags that describe a definition; approve, readiness and commit must get the same. */
export async function definitionFlags(
  session: Session,
  channel: string,
  chaincode: ChaincodeDefinition,
): Promise<string[]> {
  const { name, version, sequence, policy, collections } = chaincode;
  const file =
    collections.length === 0
      ? undefined
      : await session.write("collections.json", JSON.stringify(collections));
  return [
    ...["-C", channel, "-n", name, "-v", version, "--sequence", String(sequence)],
    ...(policy.startsWith("/") ? ["--channel-config-policy", policy] : ["--signature-policy", policy]),
    ...(initRequired(chaincode) ? ["--init-required"] : []),
    ...(file === undefined ? [] : ["--collections-config", file]),
  ];
}

/** The channel's committed definition as a peer knows it. */
export async function committedOn(
  session: Session,
  target: Target,
  channel: string,
  name: string,
): Promise<Definition | undefined> {
  const printed = await query(session, target, "querycommitted", ["-C", channel, "-n", name]);
  return printed && readDefinition(printed);
}

/** What the peer's own organisation approved at a sequence. */
export async function approvedOn(
  session: Session,
  target: Target,
  channel: string,
  { name, sequence }: Pick<ChaincodeDefinition, "name" | "sequence">,
): Promise<(Definition & { readonly packageId: string }) | undefined> {
  const flags = ["-C", channel, "-n", name, "--sequence", String(sequence)];
  const printed = await query(session, target, "queryapproved", flags);
  return printed && { ...readDefinition(printed), packageId: packageOf(printed) };
}

/** Which organisations approved exactly this definition, by MSP id. */
export async function approvalsOn(
  session: Session,
  target: Target,
  flags: readonly string[],
): Promise<Readonly<Record<string, boolean>> | "outdated"> {
  const reply = await onPeer(session, target, [
    ...["peer", "lifecycle", "chaincode", "checkcommitreadiness", ...flags, "-O", "json"],
  ]);
  if (reply.code === 0) return (JSON.parse(reply.stdout.toString()) as PrintedDefinition).approvals ?? {};
  if (classify(reply.stderr) === "outdated") return "outdated";
  throw session.failed(`peer lifecycle chaincode checkcommitreadiness on ${target.peer.name}`, reply);
}

async function query(
  session: Session,
  target: Target,
  what: "querycommitted" | "queryapproved",
  flags: readonly string[],
): Promise<PrintedDefinition | undefined> {
  const reply = await onPeer(session, target, [
    "peer",
    "lifecycle",
    "chaincode",
    what,
    ...flags,
    "-O",
    "json",
  ]);
  if (reply.code === 0) return JSON.parse(reply.stdout.toString()) as PrintedDefinition;
  if (classify(reply.stderr) === "no-definition") return undefined;
  throw session.failed(`peer lifecycle chaincode ${what} on ${target.peer.name}`, reply);
}
