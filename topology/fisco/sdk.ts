import { endpoint } from "../endpoint.js";
import { certificateId } from "./certificates/planned.js";
import { fiscoMaterial } from "./material.js";
import type { FiscoNode, FiscoSdk } from "./types.js";

/** What the applications of an agency get, and whom they dial: nodes take SDKs of their own agency only. */
export function planSdk(
  agency: string,
  sdkCertificate: "rsa" | "ec",
  nodes: readonly Pick<FiscoNode, "agency" | "address" | "channelPort">[],
): FiscoSdk {
  const authority = sdkCertificate === "ec" ? certificateId.chain : certificateId.channelAuthority(agency);
  return {
    agency,
    peers: nodes
      .filter((node) => node.agency === agency)
      .map(({ address, channelPort }) => endpoint(address, channelPort)),
    material: {
      ca: fiscoMaterial.certificate(authority),
      certificate: fiscoMaterial.certificate(certificateId.sdk(agency)),
      key: fiscoMaterial.key(certificateId.sdk(agency)),
    },
  };
}
