/** Validity in hours. fabric-ca's defaults: roots 131400 h (15 years), leaves 8760 h (1 year). */
export const lifetimes = {
  authorityHours: 131_400,
  leafHours: 8_760,
  /** A leaf this close to its end is renewed by the next `up`, with the same key (60 days). */
  renewalHours: 1_440,
} as const;

/**
 * Uses of a certificate. An identity carries no extended use at all: Fabric's MSP refuses one that names any without
 * server authentication (Go's verify defaults).
 */
export const profiles = {
  identity: ["digital_signature"],
  tls: ["digital_signature", "key_encipherment", "server_auth", "client_auth"],
  /** Of one who only dials: nobody takes it for the one he dials. */
  tlsClient: ["digital_signature", "client_auth"],
} satisfies Record<string, string[]>;

export type LeafProfile = (typeof profiles)[keyof typeof profiles];
