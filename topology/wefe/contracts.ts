/**
 * Contracts that WeFe's services look up in the chain's name service at their start (tianmiantech/WeFe 2.5.0,
 * ContractName.java; that 3.8 looks up the same is assumed).
 */

/** Looked up by the union service, which ends when one is missing. */
const ofUnion = [
  "MemberContract",
  "DataSetContract",
  "DataSetMemberPermissionContract",
  "UnionNodeContract",
  "DataResourceContract",
  "MemberFileInfoContract",
  "ImageDataSetContract",
  "TableDataSetContract",
  "BloomFilterContract",
  "MemberServiceContract",
] as const;

/** Looked up by the manager service. */
const ofManager = [
  "MemberContract",
  "DataSetContract",
  "DataSetMemberPermissionContract",
  "UnionNodeContract",
  "DataResourceContract",
  "DataSetDefaultTagContract",
  "MemberAuthTypeContract",
  "RealnameAuthAgreementTemplateContract",
  "DataResourceDefaultTagContract",
  "TrustCertsContract",
] as const;

/** All 15, in the order in which they are deployed. */
export const unionContracts: readonly string[] = [...new Set<string>([...ofUnion, ...ofManager])];

/** The step that deploys them: what looks them up starts after it. */
export const contractsStep = "wefe-contracts";

/** Version under which they are registered, as the manual's picture of `queryCNS MemberContract` shows it. */
export const contractVersion = "v3.8.0";
