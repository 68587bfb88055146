import { nodeOUs } from "../../material.js";
import type { Genesis, PublicOrganization } from "../index.js";

type Policies = Readonly<Record<string, { readonly Type: string; readonly Rule: string }>>;

const meta = (Rule: string) => ({ Type: "ImplicitMeta", Rule });
const signature = (Rule: string) => ({ Type: "Signature", Rule });
const collective: Policies = {
  Readers: meta("ANY Readers"),
  Writers: meta("ANY Writers"),
  Admins: meta("MAJORITY Admins"),
};

const peerOrganization = ({ mspId }: PublicOrganization) => ({
  Name: mspId,
  ID: mspId,
  MSPDir: mspId,
  Policies: {
    Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
    Writers: signature(`OR('${mspId}.admin', '${mspId}.client')`),
    Admins: signature(`OR('${mspId}.admin')`),
    Endorsement: signature(`OR('${mspId}.peer')`),
  },
});

/** The same network as a person would write it into configtx.yaml; profiles `Genesis` and `Channel`. */
export function configtxOf(genesis: Genesis): unknown {
  const { ordering, organizations } = genesis;
  const mspId = ordering.organization.mspId;
  const application = {
    Policies: {
      ...collective,
      LifecycleEndorsement: meta("MAJORITY Endorsement"),
      Endorsement: meta("MAJORITY Endorsement"),
    },
    Capabilities: { [genesis.version === "2.5" ? "V2_5" : "V2_0"]: true },
    Organizations: organizations.map(peerOrganization),
  };
  return {
    Profiles: {
      Genesis: {
        Policies: collective,
        Capabilities: { V2_0: true },
        Orderer: {
          OrdererType: "kafka",
          BatchTimeout: `${ordering.batch.timeoutMs / 1000}s`,
          BatchSize: {
            MaxMessageCount: ordering.batch.maxMessageCount,
            AbsoluteMaxBytes: ordering.batch.absoluteMaxBytes,
            PreferredMaxBytes: ordering.batch.preferredMaxBytes,
          },
          Kafka: { Brokers: ordering.kafkaBrokers },
          Policies: { ...collective, BlockValidation: meta("ANY Writers") },
          Capabilities: { V2_0: true },
          Organizations: [
            {
              Name: mspId,
              ID: mspId,
              MSPDir: mspId,
              OrdererEndpoints: ordering.endpoints,
              Policies: {
                Readers: signature(`OR('${mspId}.member')`),
                Writers: signature(`OR('${mspId}.member')`),
                Admins: signature(`OR('${mspId}.admin')`),
              },
            },
          ],
        },
        Consortiums: { SampleConsortium: { Organizations: organizations.map(peerOrganization) } },
      },
      Channel: { Consortium: "SampleConsortium", Policies: collective, Application: application },
    },
  };
}

/** MSP folders by MSP id, as configtxgen reads them. */
export function mspFolders(genesis: Genesis): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [genesis.ordering.organization, ...genesis.organizations].map((organization) => [
      organization.mspId,
      {
        "config.yaml": nodeOUs,
        "cacerts/ca.pem": organization.caCertificate,
        "tlscacerts/tlsca.pem": organization.tlsCaCertificate,
      },
    ]),
  );
}
