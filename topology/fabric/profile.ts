import type { PlannedService } from "../model/service.js";
import type { PlannedOrganization } from "./types.js";
import type { PlanWithFabric } from "./with-fabric.js";

/** Milliseconds a client waits, as the SDKs' sample profiles have them. */
const timeout = { peer: { endorser: "300" }, orderer: "300" };

/** A node in a profile: dialled by address, vouched for by name, so that a client needs no name service. */
export interface ProfileNode {
  readonly url: string;
  readonly tlsCACerts: { readonly pem: string };
  readonly grpcOptions: { readonly "ssl-target-name-override": string; readonly hostnameOverride: string };
}

/** What an organisation says of itself in a profile; the identities only in the private part. */
export interface ProfileOrganization {
  readonly mspid: string;
  readonly peers: readonly string[];
  readonly certificateAuthorities: readonly string[];
  /** Clients by name (Go SDK). */
  readonly users?: Readonly<Record<string, { readonly cert: Pem; readonly key: Pem }>>;
  /** The admin (Node and Java SDK). */
  readonly adminPrivateKey?: Pem;
  readonly signedCert?: Pem;
}

interface Pem {
  readonly pem: string;
}

/** A connection profile in the SDKs' common format, version 1.0.0. */
export interface ConnectionProfile {
  readonly name: string;
  readonly version: "1.0.0";
  readonly client: {
    readonly organization: string;
    readonly connection: { readonly timeout: typeof timeout };
  };
  readonly organizations: Readonly<Record<string, ProfileOrganization>>;
  readonly orderers: Readonly<Record<string, ProfileNode>>;
  readonly peers: Readonly<Record<string, ProfileNode>>;
  readonly channels: Readonly<
    Record<
      string,
      { readonly orderers: readonly string[]; readonly peers: Readonly<Record<string, PeerUse>> }
    >
  >;
}

interface PeerUse {
  readonly endorsingPeer: true;
  readonly chaincodeQuery: true;
  readonly ledgerQuery: true;
  readonly eventSource: true;
}

const everyUse: PeerUse = { endorsingPeer: true, chaincodeQuery: true, ledgerQuery: true, eventSource: true };

/**
 * The public part of an organisation's connection profile: its own peers and the orderers, with the certificates of
 * their TLS CAs. Peers of other organisations are found by service discovery.
 */
export function connectionProfile(
  plan: Pick<PlanWithFabric, "stack" | "services" | "networks">,
  organization: PlannedOrganization,
  tlsCaCertificate: string,
  orderersTlsCaCertificate: string,
): ConnectionProfile {
  const peers = plan.services.filter(
    ({ name, role }) => role === "peer" && organization.peers.includes(name),
  );
  const orderers = plan.services.filter(({ role }) => role === "orderer");
  const peerNames = peers.map(({ name }) => name);
  const ordererNames = orderers.map(({ name }) => name);
  return {
    name: `${plan.stack}-${organization.name}`,
    version: "1.0.0",
    client: { organization: organization.name, connection: { timeout } },
    organizations: {
      [organization.name]: { mspid: organization.mspId, peers: peerNames, certificateAuthorities: [] },
    },
    orderers: nodes(orderers, orderersTlsCaCertificate),
    peers: nodes(peers, tlsCaCertificate),
    channels: Object.fromEntries(
      plan.networks.fabric.channels
        .filter(({ organizations }) => organizations.includes(organization.name))
        .map(({ name }) => [
          name,
          {
            orderers: ordererNames,
            peers: Object.fromEntries(peerNames.map((peer) => [peer, everyUse])),
          },
        ]),
    ),
  };
}

/** Certificate and key of somebody, PEM. */
export interface ProfileIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** The private part: the profile with its organisation's identities in it. Secret. */
export function privateProfile(
  profile: ConnectionProfile,
  identities: Readonly<Record<string, ProfileIdentity>>,
): ConnectionProfile {
  const name = profile.client.organization;
  const organization = profile.organizations[name];
  if (!organization) throw new Error(`the profile ${profile.name} lacks its organisation ${name}`);
  const { Admin: admin } = identities;
  return {
    ...profile,
    organizations: {
      ...profile.organizations,
      [name]: {
        ...organization,
        users: Object.fromEntries(
          Object.entries(identities).map(([user, { certificate, key }]) => [
            user,
            { cert: { pem: certificate }, key: { pem: key } },
          ]),
        ),
        ...(admin ? { adminPrivateKey: { pem: admin.key }, signedCert: { pem: admin.certificate } } : {}),
      },
    },
  };
}

function nodes(services: readonly PlannedService[], pem: string): Record<string, ProfileNode> {
  return Object.fromEntries(
    services.map((service): [string, ProfileNode] => {
      const grpc = service.ports.find(({ name }) => name === "grpc");
      if (!grpc) throw new Error(`${service.name} has no grpc port`);
      return [
        service.name,
        {
          url: `grpcs://${grpc.address}:${grpc.port}`,
          tlsCACerts: { pem },
          grpcOptions: { "ssl-target-name-override": service.name, hostnameOverride: service.name },
        },
      ];
    }),
  );
}
