import { common, msp } from "@hyperledger/fabric-protos";
import { admins, type GroupPolicy } from "./group.js";
import { type PrincipalRole, parseSignaturePolicy, roles, type SignatureTree } from "./policy-text.js";

/** Which of the organisations below must agree. */
export type Rule = "ANY" | "ALL" | "MAJORITY";

/** A policy that counts the sub-policies of the groups below, e.g. `MAJORITY Admins`. */
export function implicitMeta(rule: Rule, subPolicy: string): common.Policy {
  const meta = new common.ImplicitMetaPolicy();
  meta.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  meta.setSubPolicy(subPolicy);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.IMPLICIT_META);
  policy.setValue(meta.serializeBinary());
  return policy;
}

/** A policy on signatures, from Fabric's own language. @throws Error */
export function signedBy(text: string): common.Policy {
  return signaturePolicy(signatureEnvelope(parseSignaturePolicy(text)));
}

/** Anybody at all: none of nothing must sign. Stands above the consortiums, which the orderers' admins govern. */
export function acceptAll(): common.Policy {
  return signaturePolicy(signatureEnvelope({ outOf: 0, of: [] }));
}

function signaturePolicy(envelope: common.SignaturePolicyEnvelope): common.Policy {
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(envelope.serializeBinary());
  return policy;
}

const roleNumbers: Record<PrincipalRole, 0 | 1 | 2 | 3 | 4> = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
};

/** The tree as Fabric stores it: principals are numbered as its parser does it, inner gates first. */
export function signatureEnvelope(tree: SignatureTree): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  const rule = (node: SignatureTree): common.SignaturePolicy => {
    const made = new common.SignaturePolicy();
    if (typeof node === "string") {
      made.setSignedBy(envelope.getIdentitiesList().length);
      envelope.addIdentities(principal(node));
      return made;
    }
    const inner = node.of.map((part) => (typeof part === "string" ? undefined : rule(part)));
    const gate = new common.SignaturePolicy.NOutOf();
    gate.setN(node.outOf);
    node.of.forEach((part, index) => {
      gate.addRules(inner[index] ?? rule(part));
    });
    made.setNOutOf(gate);
    return made;
  };
  envelope.setRule(rule(tree));
  return envelope;
}

function principal(text: string): msp.MSPPrincipal {
  const dot = text.lastIndexOf(".");
  const role = new msp.MSPRole();
  role.setMspIdentifier(text.slice(0, dot));
  role.setRole(roleNumbers[text.slice(dot + 1) as PrincipalRole]);
  const made = new msp.MSPPrincipal();
  made.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  made.setPrincipal(role.serializeBinary());
  return made;
}

/** What a stored policy says, whatever its numbering. @throws Error on principals that are not roles. */
export function readSignatureEnvelope(envelope: common.SignaturePolicyEnvelope): SignatureTree {
  const names = envelope.getIdentitiesList().map((identity) => {
    if (identity.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE)
      throw new Error("the policy names an identity that is not a role of an organisation");
    const role = msp.MSPRole.deserializeBinary(identity.getPrincipal_asU8());
    return `${role.getMspIdentifier()}.${roles[role.getRole()]}`;
  });
  const read = (rule: common.SignaturePolicy): SignatureTree => {
    const gate = rule.getNOutOf();
    if (gate) return { outOf: gate.getN(), of: gate.getRulesList().map(read) };
    return names[rule.getSignedBy()] ?? "?";
  };
  const rule = envelope.getRule();
  if (!rule) throw new Error("the policy has no rule");
  return read(rule);
}

/** An organisation's policies as every group of that kind has them, by NodeOU roles. */
export function peerOrganizationPolicies(mspId: string): Record<string, common.Policy> {
  return {
    Readers: signedBy(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
    Writers: signedBy(`OR('${mspId}.admin', '${mspId}.client')`),
    [admins]: signedBy(`OR('${mspId}.admin')`),
    Endorsement: signedBy(`OR('${mspId}.peer')`),
  };
}

/** The ordering organisation's policies. */
export function ordererOrganizationPolicies(mspId: string): Record<string, common.Policy> {
  return {
    Readers: signedBy(`OR('${mspId}.member')`),
    Writers: signedBy(`OR('${mspId}.member')`),
    [admins]: signedBy(`OR('${mspId}.admin')`),
  };
}

/** Readers, writers and admins of a group, decided by the groups below it. */
export function collectivePolicies(): Record<string, common.Policy> {
  return {
    Readers: implicitMeta("ANY", "Readers"),
    Writers: implicitMeta("ANY", "Writers"),
    [admins]: implicitMeta("MAJORITY", admins),
  };
}

/** A policy under the governance of the orderers' admins. */
export function ofOrdererAdmins(policy: common.Policy): GroupPolicy {
  return { policy, modPolicy: ordererAdmins };
}

/** Path of the policy of the orderers' admins. */
export const ordererAdmins = "/Channel/Orderer/Admins";
