import type { PlannedFile } from "../model/service.js";
import type { MessagingCluster } from "./types.js";

/**
 * Names of the certificates, keys and passwords that files refer to. The components resolve them; the plan never
 * holds their content.
 */
export const material = {
  /** Certificate of an organisation's identity CA. */
  ca: (organization: string) => `${organization}/ca`,
  /** Certificate of an organisation's TLS CA. */
  tlsCa: (organization: string) => `${organization}/tlsca`,
  /** Enrollment certificate of an identity, e.g. `peer0.org1.example.com` or `Admin@org1.example.com`. */
  certificate: (identity: string) => `${identity}/msp/cert`,
  key: (identity: string) => `${identity}/msp/key`,
  tlsCertificate: (identity: string) => `${identity}/tls/cert`,
  tlsKey: (identity: string) => `${identity}/tls/key`,
  /** Password of a peer's CouchDB, alone. */
  couchdbPassword: (peer: string) => `couchdb/${peer}/password`,
  /** CouchDB's `[admins]` section with that password. */
  couchdbAdmins: (peer: string) => `couchdb/${peer}/admins`,
  /** Certificate of a messaging cluster's authority. */
  clusterCa: (cluster: MessagingCluster) => `messaging/${cluster}/ca`,
  /** Key (PKCS#8) and certificate of a holder in one file, as the JVM's PEM key stores have them. */
  clusterPair: (cluster: MessagingCluster, holder: string) => `messaging/${cluster}/${holder}/pair`,
  clusterKey: (cluster: MessagingCluster, holder: string) => `messaging/${cluster}/${holder}/key`,
  clusterCertificate: (cluster: MessagingCluster, holder: string) => `messaging/${cluster}/${holder}/cert`,
  genesisBlock: "genesis",
} as const;

/** Which certificates of an MSP are clients, peers, admins and orderers: by organisational unit, under any of its CAs. */
export const nodeOUs = `NodeOUs:
  Enable: true
  ClientOUIdentifier: { OrganizationalUnitIdentifier: client }
  PeerOUIdentifier: { OrganizationalUnitIdentifier: peer }
  AdminOUIdentifier: { OrganizationalUnitIdentifier: admin }
  OrdererOUIdentifier: { OrganizationalUnitIdentifier: orderer }
`;

const text = (path: string, content: string): PlannedFile => ({
  path,
  mode: "0644",
  source: { kind: "text", text: content },
});

const certificate = (path: string, name: string): PlannedFile => ({
  path,
  mode: "0644",
  source: { kind: "material", name },
});

const key = (path: string, name: string): PlannedFile => ({
  path,
  mode: "0600",
  source: { kind: "material", name },
});

/** A node's own MSP and TLS pair under `directory`, and nothing of anyone else (facts: Fabric's local MSP layout). */
export function nodeFiles(directory: string, organization: string, node: string): PlannedFile[] {
  return [
    text(`${directory}/msp/config.yaml`, nodeOUs),
    certificate(`${directory}/msp/cacerts/ca.pem`, material.ca(organization)),
    certificate(`${directory}/msp/tlscacerts/tlsca.pem`, material.tlsCa(organization)),
    certificate(`${directory}/msp/signcerts/cert.pem`, material.certificate(node)),
    key(`${directory}/msp/keystore/key.pem`, material.key(node)),
    certificate(`${directory}/tls/ca.crt`, material.tlsCa(organization)),
    certificate(`${directory}/tls/server.crt`, material.tlsCertificate(node)),
    key(`${directory}/tls/server.key`, material.tlsKey(node)),
  ];
}
