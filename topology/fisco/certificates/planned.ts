import type { FiscoPlan, PlannedFiscoCertificate } from "../types.js";
import { subjects } from "./subject.js";

/** Ids of a chain's certificates; each names its key too. */
export const certificateId = {
  chain: "chain",
  agency: (agency: string) => `agency/${agency}`,
  node: (node: string) => `node/${node}`,
  /** The RSA authority of an agency's SDK channel. */
  channelAuthority: (agency: string) => `channel/${agency}`,
  /** A node's end of its RSA channel. */
  channelNode: (node: string) => `channel-node/${node}`,
  sdk: (agency: string) => `sdk/${agency}`,
} as const;

/**
 * Every certificate of a chain, authorities before what they sign. The channel's RSA authorities trust nobody else's:
 * each agency has one of its own, so that an SDK can reach its own agency's nodes only.
 */
export function planCertificates({
  agencies,
  sdkCertificate,
}: Pick<FiscoPlan, "agencies" | "sdkCertificate">): PlannedFiscoCertificate[] {
  return [
    authority(certificateId.chain, "secp256k1", subjects.chain(), certificateId.chain),
    ...agencies.flatMap(({ name, nodes }) => {
      const agency = certificateId.agency(name);
      return [
        authority(agency, "secp256k1", subjects.agency(name), certificateId.chain),
        ...nodes.map((node) => leaf(certificateId.node(node), "secp256k1", subjects.node(node), agency)),
        ...(sdkCertificate === "ec"
          ? [leaf(certificateId.sdk(name), "secp256k1", subjects.sdk(), agency)]
          : channelOf(name, nodes)),
      ];
    }),
  ];
}

/**
 * Ids of certificates whose keys are identities of a running chain and cannot be made anew: its own, its nodes', and those of
 * the agencies that sign nodes. Keys of the SDKs' channel can, as can all of an agency that has no node.
 */
export function identityIds({ agencies }: Pick<FiscoPlan, "agencies">): string[] {
  return [
    certificateId.chain,
    ...agencies
      .filter(({ nodes }) => nodes.length > 0)
      .flatMap(({ name, nodes }) => [certificateId.agency(name), ...nodes.map(certificateId.node)]),
  ];
}

function channelOf(agency: string, nodes: readonly string[]): PlannedFiscoCertificate[] {
  const issuer = certificateId.channelAuthority(agency);
  return [
    authority(issuer, "rsa-2048", subjects.channelAuthority(agency), issuer),
    ...nodes.map((node) => leaf(certificateId.channelNode(node), "rsa-2048", subjects.channel(), issuer)),
    leaf(certificateId.sdk(agency), "rsa-2048", subjects.channel(), issuer),
  ];
}

type Kind = PlannedFiscoCertificate["key"];
type Subject = PlannedFiscoCertificate["subject"];

function authority(id: string, key: Kind, subject: Subject, issuer: string): PlannedFiscoCertificate {
  return { id, key, subject, use: "authority", issuer };
}

function leaf(id: string, key: Kind, subject: Subject, issuer: string): PlannedFiscoCertificate {
  return { id, key, subject, use: key === "secp256k1" ? "node" : "channel", issuer };
}
