import { sha256 } from "../sha256.js";
import { gzipStored, tar } from "./archive.js";

/** A chaincode that runs as a service beside its peer. */
export interface ServicePackage {
  /** `<name>_<version>`. */
  readonly label: string;
  /** Port of the chaincode's server, at the loopback address that each peer's `chaincodeHost` names. */
  readonly port: number;
}

/** A chaincode package, ready to install. */
export interface ChaincodePackage {
  /** `label:sha256(bytes)`: known before anything runs, and what the chaincode's server calls itself. */
  readonly id: string;
  /** The package (tgz). */
  readonly bytes: Uint8Array;
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);

/**
 * Packages the address of a chaincode server (Fabric's `ccaas` builder). The same input gives the same bytes on every
 * machine, so every organisation installs the same package and gets the same id. The peer fills in the host from
 * its `CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG={"chaincodeHost": …}`, so one package serves peers everywhere.
 * @throws Error on a label that Fabric refuses.
 */
export function chaincodePackage({ label, port }: ServicePackage): ChaincodePackage {
  // Fabric's rule for labels: core/chaincode/persistence.
  if (!/^[A-Za-z0-9]([A-Za-z0-9_.+-])*$/.test(label))
    throw new Error(
      `chaincode label ${JSON.stringify(label)}: letters, digits, _ . + -, starting with a letter or digit`,
    );
  const connection = json({
    address: `{{.chaincodeHost}}:${port}`,
    dial_timeout: "10s",
    tls_required: false,
  });
  const code = gzipStored(tar([{ name: "connection.json", content: connection }]));
  const bytes = gzipStored(
    tar([
      { name: "metadata.json", content: json({ type: "ccaas", label }) },
      { name: "code.tar.gz", content: code },
    ]),
  );
  return { id: `${label}:${sha256(bytes)}`, bytes };
}
