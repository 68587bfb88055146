/** A distinguished name as build_chain.sh writes them: `/CN=…/O=…/OU=…`, in this order. */
export interface SubjectName {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit: string;
}

const organization = "fisco-bcos";

/** Subjects of the certificates of a chain (FISCO-BCOS tools/build_chain.sh, gen_… functions). */
export const subjects = {
  chain: (): SubjectName => ({ commonName: "chain", organization, organizationalUnit: "chain" }),
  agency: (agency: string): SubjectName => ({
    commonName: agency,
    organization,
    organizationalUnit: "agency",
  }),
  node: (node: string): SubjectName => ({ commonName: node, organization, organizationalUnit: "node" }),
  /** An SDK's, where the channel speaks with keys on secp256k1. */
  sdk: (): SubjectName => ({ commonName: "sdk", organization, organizationalUnit: "sdk" }),
  /** The RSA authority of an agency's SDK channel. */
  channelAuthority: (agency: string): SubjectName => ({
    commonName: agency,
    organization,
    organizationalUnit: "chain",
  }),
  /** Both ends of the RSA channel: nodes and SDKs bear the same name. */
  channel: (): SubjectName => ({
    commonName: "FISCO-BCOS",
    organization,
    organizationalUnit: "agency",
  }),
} as const;
