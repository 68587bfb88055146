import { readFileSync } from "node:fs";
import type { Genesis, PublicOrganization } from "../index.js";

/** Certificates of CAs whose keys were thrown away. */
export function organization(mspId: string): PublicOrganization {
  const pem = (kind: string) =>
    readFileSync(new URL(`certificates/${mspId}-${kind}.pem`, import.meta.url), "utf8");
  return { mspId, caCertificate: pem("ca"), tlsCaCertificate: pem("tlsca") };
}

/** The network of the tests: the manual's thirteen servers. */
export const genesis: Genesis = {
  version: "2.5",
  channel: "system-channel",
  ordering: {
    organization: organization("OrdererMSP"),
    endpoints: ["orderer0.example.com:7050", "orderer1.example.com:7050", "orderer2.example.com:7050"],
    kafkaBrokers: ["kafka1:9092", "kafka2:9092", "kafka3:9092", "kafka4:9092"],
    batch: {
      timeoutMs: 2000,
      maxMessageCount: 10,
      absoluteMaxBytes: 10 * 1024 ** 2,
      preferredMaxBytes: 512 * 1024,
    },
  },
  organizations: [organization("Org1MSP"), organization("Org5MSP")],
};

/** Fixed, so that the bytes are. */
export const origin = {
  timestamp: new Date("2026-01-02T03:04:05Z"),
  nonce: Buffer.from("000102030405060708090a0b0c0d0e0f1011121314151617", "hex"),
};
