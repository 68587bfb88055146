import * as x509 from "@peculiar/x509";

const flags = x509.KeyUsageFlags;

/** `allowedUses` that are key usages (RFC 5280, 4.2.1.3), in the SDK's camel case. */
export const keyUsageBits: Readonly<Record<string, number>> = {
  digitalSignature: flags.digitalSignature,
  contentCommitment: flags.nonRepudiation,
  keyEncipherment: flags.keyEncipherment,
  dataEncipherment: flags.dataEncipherment,
  keyAgreement: flags.keyAgreement,
  certSigning: flags.keyCertSign,
  crlSigning: flags.cRLSign,
  encipherOnly: flags.encipherOnly,
  decipherOnly: flags.decipherOnly,
};

/** `allowedUses` that are extended key usages (RFC 5280, 4.2.1.12). */
export const extendedUses: Readonly<Record<string, string>> = {
  anyExtended: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  ipsecEndSystem: "1.3.6.1.5.5.7.3.5",
  ipsecTunnel: "1.3.6.1.5.5.7.3.6",
  ipsecUser: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
  microsoftServerGatedCrypto: "1.3.6.1.4.1.311.10.3.3",
  netscapeServerGatedCrypto: "2.16.840.1.113730.4.1",
  microsoftCommercialCodeSigning: "1.3.6.1.4.1.311.2.1.22",
  microsoftKernelCodeSigning: "1.3.6.1.4.1.311.61.1.1",
};

/** The provider's name of a use: the SDK's docs write camel case, the provider itself takes snake case too. */
export function usageName(use: string): string {
  return use.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
