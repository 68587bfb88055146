/** Names and addresses that a certificate vouches for (its SAN). */
export interface CertificateNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/**
 * What the TLS certificate of a node vouches for: its full name, its first label, and its server's address. Whoever
 * dials it by anything else is refused (Fabric has ignored the common name since 2.0).
 */
export function certificateNames(node: string, address: string): CertificateNames {
  return { dnsNames: [node, node.split(".")[0] ?? node], ipAddresses: [address] };
}
