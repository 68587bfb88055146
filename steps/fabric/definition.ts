import { common, peer } from "@hyperledger/fabric-protos";
import { parseSignaturePolicy, type SignatureTree } from "../../topology/fabric/blocks/index.js";
import { readSignatureEnvelope } from "../../topology/fabric/blocks/policies.js";
import type { Definition } from "./actions.js";
import type { ChaincodeDefinition } from "./specs.js";

/** A policy in normal form: who must sign, or which policy of the channel decides. */
type Policy = SignatureTree | { readonly channel: string };

/** What decides when a definition names no policy. */
const defaultPolicy = "/Channel/Application/Endorsement";

/**
 * Whether Fabric itself guards `init`: only for the first definition, so that a later one neither needs nor repeats
 * it and the data stays.
 */
export function initRequired(chaincode: Pick<ChaincodeDefinition, "init" | "sequence">): boolean {
  return chaincode.init !== undefined && chaincode.sequence === 1;
}

/** What is wanted, in normal form. @throws Error on a policy that cannot be read */
export function wantedDefinition(chaincode: ChaincodeDefinition): Definition {
  return {
    sequence: chaincode.sequence,
    content: normal({
      version: chaincode.version,
      initRequired: initRequired(chaincode),
      policy: readPolicy(chaincode.policy),
      collections: chaincode.collections.map(wantedCollection),
    }),
  };
}

function readPolicy(text: string): Policy {
  return text.startsWith("/") ? { channel: text } : parseSignaturePolicy(text);
}

/** Defaults as `peer` fills them in (internal/peer/chaincode/common.go). */
function wantedCollection(given: Readonly<Record<string, unknown>>) {
  const endorsement = given.endorsementPolicy as
    | { readonly signaturePolicy?: string; readonly channelConfigPolicy?: string }
    | undefined;
  const text = endorsement?.signaturePolicy ?? endorsement?.channelConfigPolicy;
  return {
    name: given.name,
    policy: readPolicy(String(given.policy)),
    requiredPeerCount: given.requiredPeerCount ?? 0,
    maxPeerCount: given.maxPeerCount ?? 1,
    blockToLive: given.blockToLive ?? 0,
    memberOnlyRead: given.memberOnlyRead ?? false,
    memberOnlyWrite: given.memberOnlyWrite ?? false,
    endorsementPolicy: text === undefined || text === "" ? null : readPolicy(text),
  };
}

/** Go's JSON of a `QueryChaincodeDefinitionResult` or `QueryApprovedChaincodeDefinitionResult`; zero values are absent. */
export interface PrintedDefinition {
  readonly sequence?: number;
  readonly version?: string;
  readonly init_required?: boolean;
  /** Base64 of a `peer.ApplicationPolicy`. */
  readonly validation_parameter?: string;
  readonly collections?: { readonly config?: readonly PrintedCollection[] } | null;
  readonly approvals?: Readonly<Record<string, boolean>>;
  readonly source?: { readonly Type?: { readonly LocalPackage?: { readonly package_id?: string } } | null };
}

interface PrintedCollection {
  readonly Payload?: {
    readonly StaticCollectionConfig?: {
      readonly name?: string;
      readonly member_orgs_policy?: { readonly Payload?: { readonly SignaturePolicy?: PrintedEnvelope } };
      readonly required_peer_count?: number;
      readonly maximum_peer_count?: number;
      readonly block_to_live?: number;
      readonly member_only_read?: boolean;
      readonly member_only_write?: boolean;
      readonly endorsement_policy?: {
        readonly Type?: {
          readonly SignaturePolicy?: PrintedEnvelope;
          readonly ChannelConfigPolicyReference?: string;
        };
      } | null;
    };
  };
}

interface PrintedEnvelope {
  readonly rule?: PrintedRule;
  readonly identities?: readonly {
    readonly principal_classification?: number;
    readonly principal?: string;
  }[];
}

interface PrintedRule {
  readonly Type?: {
    readonly SignedBy?: number;
    readonly NOutOf?: { readonly n?: number; readonly rules?: readonly PrintedRule[] };
  };
}

/** A definition as `peer … -O json` prints it, in normal form. */
export function readDefinition(printed: PrintedDefinition): Definition {
  return {
    sequence: printed.sequence ?? 0,
    content: normal({
      version: printed.version ?? "",
      initRequired: printed.init_required ?? false,
      policy: applicationPolicy(printed.validation_parameter ?? ""),
      collections: (printed.collections?.config ?? []).map(readCollection),
    }),
  };
}

/** The package an approval runs; empty when the organisation approved without one. */
export function packageOf(printed: PrintedDefinition): string {
  return printed.source?.Type?.LocalPackage?.package_id ?? "";
}

function applicationPolicy(base64: string): Policy {
  if (base64 === "") return { channel: defaultPolicy };
  const policy = peer.ApplicationPolicy.deserializeBinary(Buffer.from(base64, "base64"));
  const signature = policy.getSignaturePolicy();
  return signature ? readSignatureEnvelope(signature) : { channel: policy.getChannelConfigPolicyReference() };
}

function readCollection({ Payload }: PrintedCollection) {
  const found = Payload?.StaticCollectionConfig ?? {};
  const endorsement = found.endorsement_policy?.Type;
  return {
    name: found.name,
    policy: readEnvelope(found.member_orgs_policy?.Payload?.SignaturePolicy),
    requiredPeerCount: found.required_peer_count ?? 0,
    maxPeerCount: found.maximum_peer_count ?? 0,
    blockToLive: found.block_to_live ?? 0,
    memberOnlyRead: found.member_only_read ?? false,
    memberOnlyWrite: found.member_only_write ?? false,
    endorsementPolicy: endorsement?.SignaturePolicy
      ? readEnvelope(endorsement.SignaturePolicy)
      : endorsement?.ChannelConfigPolicyReference
        ? { channel: endorsement.ChannelConfigPolicyReference }
        : null,
  };
}

function readEnvelope(printed: PrintedEnvelope | undefined): SignatureTree {
  const envelope = new common.SignaturePolicyEnvelope();
  for (const identity of printed?.identities ?? []) {
    const principal = envelope.addIdentities();
    principal.setPrincipal(identity.principal ?? "");
  }
  const rule = (from: PrintedRule): common.SignaturePolicy => {
    const made = new common.SignaturePolicy();
    const gate = from.Type?.NOutOf;
    if (gate) {
      const inner = new common.SignaturePolicy.NOutOf();
      inner.setN(gate.n ?? 0);
      inner.setRulesList((gate.rules ?? []).map(rule));
      made.setNOutOf(inner);
    } else made.setSignedBy(from.Type?.SignedBy ?? 0);
    return made;
  };
  envelope.setRule(rule(printed?.rule ?? {}));
  return readSignatureEnvelope(envelope);
}

function normal(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(content);
}
