import { BasicConstraints, KeyUsage, KeyUsageFlags } from "@peculiar/asn1-x509";
import type { CertificateUse } from "../types.js";

/** What a certificate says of its use. */
export interface CertificateProfile {
  /** Absent: the extension is left out. */
  readonly basicConstraints?: BasicConstraints;
  readonly keyUsage: KeyUsage;
}

const { keyCertSign, cRLSign, digitalSignature, nonRepudiation, keyEncipherment } = KeyUsageFlags;

/**
 * Extensions by use. build_chain.sh has `v4_req` (CA:TRUE) for agencies and `v3_req` (CA:FALSE, nonRepudiation,
 * digitalSignature, keyEncipherment) for nodes; its chain CA has none at all, at which nodes log "Get ca basic failed".
 *
 * A certificate of the RSA channel must not say CA:FALSE. A node looks at the basic constraints of an SDK's certificate;
 * finding a leaf, it asks OpenSSL for an EC key, and the error that this leaves in the thread's queue ends the handshake
 * whenever the SDK's messages do not come in one piece ("expecting an ec key"; FISCO-BCOS libchannelserver/ChannelServer.cpp,
 * libnetwork/Common.cpp; seen with OpenSSL 3.0). Upstream's are X.509 v1 and say nothing, so these say nothing either.
 */
export const profiles: Readonly<Record<CertificateUse, CertificateProfile>> = {
  authority: {
    basicConstraints: new BasicConstraints({ cA: true }),
    keyUsage: new KeyUsage(keyCertSign | cRLSign),
  },
  node: {
    basicConstraints: new BasicConstraints({ cA: false }),
    keyUsage: new KeyUsage(nonRepudiation | digitalSignature | keyEncipherment),
  },
  channel: { keyUsage: new KeyUsage(digitalSignature | keyEncipherment) },
};
