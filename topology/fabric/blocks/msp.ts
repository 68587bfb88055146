import { msp } from "@hyperledger/fabric-protos";

/** An organisation's public half: what a channel's configuration says about it. */
export interface PublicOrganization {
  /** Membership service id; also the name of its group in the configuration. */
  readonly mspId: string;
  /** Certificate of its identity CA, PEM. */
  readonly caCertificate: string;
  /** Certificate of its TLS CA, PEM. */
  readonly tlsCaCertificate: string;
}

/** Type number of Fabric's X.509 membership provider. */
const fabricProvider = 0;

/**
 * An organisation's MSP with NodeOUs: an identity is a client, a peer, an admin or an orderer by its organisational
 * unit, under any of the organisation's CAs; no admin certificates are listed.
 * @throws Error when a certificate is not one PEM block.
 */
export function mspConfig(organization: PublicOrganization): msp.MSPConfig {
  const units = new msp.FabricNodeOUs();
  units.setEnable(true);
  units.setClientOuIdentifier(unit("client"));
  units.setPeerOuIdentifier(unit("peer"));
  units.setAdminOuIdentifier(unit("admin"));
  units.setOrdererOuIdentifier(unit("orderer"));

  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily("SHA2");
  crypto.setIdentityIdentifierHashFunction("SHA256");

  const config = new msp.FabricMSPConfig();
  config.setName(organization.mspId);
  config.addRootCerts(pemBytes(organization.caCertificate, `CA certificate of ${organization.mspId}`));
  config.addTlsRootCerts(
    pemBytes(organization.tlsCaCertificate, `TLS CA certificate of ${organization.mspId}`),
  );
  config.setCryptoConfig(crypto);
  config.setFabricNodeOus(units);

  const wrapped = new msp.MSPConfig();
  wrapped.setType(fabricProvider);
  wrapped.setConfig(config.serializeBinary());
  return wrapped;
}

/** MSP id of an MSP as a configuration carries it. */
export function mspIdOf(serialized: Uint8Array): string {
  const wrapped = msp.MSPConfig.deserializeBinary(serialized);
  return msp.FabricMSPConfig.deserializeBinary(wrapped.getConfig_asU8()).getName();
}

function unit(name: string): msp.FabricOUIdentifier {
  const identifier = new msp.FabricOUIdentifier();
  identifier.setOrganizationalUnitIdentifier(name);
  return identifier;
}

function pemBytes(pem: string, what: string): Uint8Array {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length !== 1) throw new Error(`${what}: expected one PEM certificate, found ${blocks.length}`);
  return Buffer.from(`${blocks[0]}\n`);
}
