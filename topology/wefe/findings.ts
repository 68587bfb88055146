import type { Finding, RuleDescription } from "../../config/findings.js";
import { type PackageComplaint, pathOfKey } from "./package/findings.js";
import type { Place } from "./package/types.js";

/** What is checked when a federation is planned from its package, besides what the package's reader checks. */
export const wefePlanRules = [
  {
    id: "wefe-service-missing",
    severity: "error",
    holds: "the package has a folder with a compose file for every service of the sides that are placed",
    source: "WeFe deployment manual, 6.1",
  },
  {
    id: "wefe-host-name",
    severity: "error",
    holds: "every name in a compose file's extra_hosts is one whose address is known",
    source:
      "WeFe deployment manual, 3.3: an entry that is left as it was leads to 127.0.0.1, the container itself",
  },
  {
    id: "wefe-network",
    severity: "error",
    holds:
      "the subnet of the Docker network is known, and services stand in it or in their server's own network",
    source: "WeFe deployment manual, 7.12",
  },
  {
    id: "wefe-sdk-folder",
    severity: "error",
    holds: "the services that dial the chain say where they look for the SDK's certificate",
    source: "own: they end with a handshake error without it; the open source calls it block.chain.certPath",
  },
  {
    id: "wefe-chain-port",
    severity: "error",
    holds: "the services that dial the chain dial the channel port of the node that is planned",
    source: "own: FISCO BCOS's own port 20200 is what they dial when nothing says otherwise",
  },
  {
    id: "wefe-contract-source",
    severity: "error",
    holds: "the package has one source of each contract that the union's services look up",
    source:
      "WeFe, ContractName.java: 15 names; where the vendor's package keeps their sources is not known, so they are found by name",
  },
  {
    id: "wefe-contract-import",
    severity: "warning",
    holds: "what a contract imports is in the package, too",
    source:
      "FISCO BCOS, manual of the console: imports are looked for in contracts/solidity, where it has Table.sol",
  },
  {
    id: "wefe-config-unmounted",
    severity: "error",
    holds: "a file of the package in which an address is set is one that its service mounts",
    source: "own: a value that nobody reads changes nothing",
  },
  {
    id: "wefe-root-organization",
    severity: "warning",
    holds: "the package's MySQL has root's password in its environment where a member has a rootOrganization",
    source:
      "WeFe deployment manual, 7.5: the name stands in MySQL alone; without the password it is changed by hand",
  },
  {
    id: "wefe-data-shared",
    severity: "warning",
    holds: "no two services keep data at one path of the server",
    source:
      "own: each gets a volume of its own, so one would not see the other's files; logs need not be shared",
  },
  {
    id: "wefe-port-address",
    severity: "error",
    holds:
      "a port is published on all addresses of its server, on a loopback one, or where it holds data on the server's own",
    source: "own: another address would be one machine's",
  },
  {
    id: "wefe-platform",
    severity: "error",
    holds: "a service's `platform` is its server's architecture",
    source: "Compose specification",
  },
] as const satisfies readonly RuleDescription[];

/** Id of one of them. */
export type WefePlanRule = (typeof wefePlanRules)[number]["id"];

/** A finding about a key of one of the package's files. */
export function wefeFinding(
  rule: WefePlanRule,
  place: Place,
  key: string,
  complaint: PackageComplaint,
): Finding {
  return settingFinding(rule, pathOfKey(place, key), complaint);
}

/** A finding at a place of the stack file. */
export function settingFinding(rule: WefePlanRule, path: string, complaint: PackageComplaint): Finding {
  const severity = wefePlanRules.find(({ id }) => id === rule)?.severity ?? "error";
  return { path, rule, severity, ...complaint };
}
