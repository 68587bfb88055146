import * as x509 from "@peculiar/x509";

const flags = x509.KeyUsageFlags;

/** `allowedUses` that are key usages (RFC 5280, 4.2.1.3), by the provider's names. */
export const keyUsageBits: Readonly<Record<string, number>> = {
  digital_signature: flags.digitalSignature,
  content_commitment: flags.nonRepudiation,
  key_encipherment: flags.keyEncipherment,
  data_encipherment: flags.dataEncipherment,
  key_agreement: flags.keyAgreement,
  cert_signing: flags.keyCertSign,
  crl_signing: flags.cRLSign,
  encipher_only: flags.encipherOnly,
  decipher_only: flags.decipherOnly,
};

/** `allowedUses` that are extended key usages (RFC 5280, 4.2.1.12). */
export const extendedUses: Readonly<Record<string, string>> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  ipsec_end_system: "1.3.6.1.5.5.7.3.5",
  ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
  ipsec_user: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
  microsoft_server_gated_crypto: "1.3.6.1.4.1.311.10.3.3",
  netscape_server_gated_crypto: "2.16.840.1.113730.4.1",
  microsoft_commercial_code_signing: "1.3.6.1.4.1.311.2.1.22",
  microsoft_kernel_code_signing: "1.3.6.1.4.1.311.61.1.1",
};
