/** Contracts that the union service needs in the chain's name service at its start (WeFe's ContractName.java). */
export const unionContracts = [
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

/** Contracts that the manager service needs. */
export const managerContracts = [
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

/** All of WeFe's contracts, 15, sorted. */
export const allContracts: readonly string[] = [
  ...new Set<string>([...unionContracts, ...managerContracts]),
].sort();
