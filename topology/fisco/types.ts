/** A FISCO BCOS chain as plain data: what is known before any machine is reached and before any key is made. */
import type { SubjectName } from "./certificates/subject.js";

/** How many sealers may fail (PBFT: n ≥ 3f + 1), and how many must then work together. */
export interface FaultTolerance {
  /** n: nodes that seal blocks. */
  readonly sealers: number;
  /** f: how many of them may fail. */
  readonly mayFail: number;
  /** n - f: how many must be connected and working for anything to move. */
  readonly needed: number;
}

/** One node of the chain. */
export interface FiscoNode {
  /** Its service's name too. */
  readonly name: string;
  readonly agency: string;
  readonly server: string;
  /** Where the others dial it. */
  readonly address: string;
  readonly p2pPort: number;
  /** TLS port for SDKs. */
  readonly channelPort: number;
  /** Where JSON-RPC is reached, from its own server only. */
  readonly rpcAddress: string;
  readonly rpcPort: number;
  /** Names of the nodes that it dials. Of two nodes exactly one dials the other. */
  readonly dials: readonly string[];
}

/** What an agency's applications need to reach the chain: they may dial their own agency's nodes only. */
export interface FiscoSdk {
  readonly agency: string;
  /** `address:port` of the agency's nodes' channel ports. */
  readonly peers: readonly string[];
  /** Names of the material that becomes `ca.crt`, `sdk.crt` and `sdk.key`. */
  readonly material: { readonly ca: string; readonly certificate: string; readonly key: string };
}

/** What a certificate is for; see certificates/profiles.ts for what it then says. */
export type CertificateUse = "authority" | "node" | "channel";

/** One certificate to be issued, and by whom. Authorities come before what they sign. */
export interface PlannedFiscoCertificate {
  /** Unique in the chain, e.g. `chain`, `agency/union`, `node/node0`; names its key too. */
  readonly id: string;
  readonly subject: SubjectName;
  readonly use: CertificateUse;
  readonly key: "secp256k1" | "rsa-2048";
  /** Id of the certificate whose key signs it; its own when it signs itself. */
  readonly issuer: string;
}

/** What block 0 says besides the nodes' ids; frozen. */
export interface GenesisSettings {
  readonly maxTransactions: number;
  readonly gasLimit: number;
  readonly timeoutMs: number;
}

export interface FiscoPlan {
  /** Version of the nodes, which is also `supported_version`; frozen. */
  readonly version: string;
  readonly chainId: number;
  readonly groupId: number;
  readonly agencies: readonly { readonly name: string; readonly nodes: readonly string[] }[];
  /** In the order of their names. All of them seal. */
  readonly nodes: readonly FiscoNode[];
  readonly tolerance: FaultTolerance;
  readonly genesis: GenesisSettings;
  readonly sdkCertificate: "rsa" | "ec";
  readonly certificates: readonly PlannedFiscoCertificate[];
  readonly validityDays: number;
  readonly sdks: readonly FiscoSdk[];
  /** Name of the console's service, where there is one. */
  readonly console?: string;
}

declare module "../model/plan.js" {
  interface Networks {
    readonly fisco?: FiscoPlan;
  }
}
