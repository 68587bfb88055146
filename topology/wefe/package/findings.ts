import type { Finding, RuleDescription } from "../../../config/findings.js";
import { isCredential, maskText } from "../credential.js";
import type { Place } from "./types.js";

/** What is checked of a vendor's package wherever a stack is planned; of its image archives by `pulumi preview` and `up` only. */
export const packageRules = [
  {
    id: "package-missing",
    severity: "error",
    holds: "the package is a directory or a tar that can be read",
    source: "own",
  },
  {
    id: "package-digest",
    severity: "error",
    holds: "the package is the one whose checksum the stack pins",
    source: "own: what is placed on servers is what was reviewed",
  },
  {
    id: "package-pin",
    severity: "error",
    holds:
      "the package and each archive of images has one checksum, in the stack file or in its file of checksums",
    source: "own: what is placed on servers is what was reviewed",
  },
  {
    id: "package-file",
    severity: "error",
    holds: "every file of the package is a file, folder or link that stays inside it",
    source: "own: it is written on servers as root",
  },
  {
    id: "compose-file-twice",
    severity: "warning",
    holds: "a folder has one compose file",
    source:
      "own: Compose takes the first of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml",
  },
  {
    id: "compose-yaml",
    severity: "error",
    holds: "a compose file is YAML, each key written once",
    source: "YAML 1.2, Compose specification",
  },
  {
    id: "compose-key",
    severity: "error",
    holds: "every key of a compose file is one that becomes something here",
    source: "own: a key that is left out silently is another service; the table: docs/wefe-compose-keys.md",
  },
  {
    id: "compose-value",
    severity: "error",
    holds: "a value of a compose file can be had here",
    source: "Compose specification, and what Docker over SSH can do",
  },
  {
    id: "compose-variable",
    severity: "error",
    holds: "a variable of a compose file has a value, from `.env` or as a default",
    source: "own: Compose would put nothing in its place",
  },
  {
    id: "compose-mount",
    severity: "error",
    holds: "a service sees content of its package, data, and no other file of its server",
    source: "own: the Docker socket and the system's folders are the server itself",
  },
  {
    id: "compose-data-nested",
    severity: "warning",
    holds: "data of one service does not lie inside data of another",
    source: "own: each path becomes a volume of its own, so one would not see the other's files",
  },
  {
    id: "compose-source-twice",
    severity: "warning",
    holds: "a mounted path stands in the service's folder or at the package's root, not in both",
    source: "own: which one the vendor's tool takes depends on the folder it runs Compose in",
  },
  {
    id: "compose-service-twice",
    severity: "error",
    holds: "one service of the package bears a name",
    source: "own: they find each other by name",
  },
  {
    id: "compose-dependency",
    severity: "error",
    holds: "a service depends on services of its package, and on none that waits for it",
    source: "Compose specification",
  },
  {
    id: "package-image-missing",
    severity: "error",
    holds: "every image of the package's services is in an archive for the architecture of their servers",
    source: "own: read before anything is sent",
  },
  {
    id: "package-image-architecture",
    severity: "error",
    holds: "an archive holds images for the architecture under which it is listed",
    source: "own",
  },
  {
    id: "package-image-twice",
    severity: "error",
    holds: "an image's name means one image in all archives of an architecture",
    source: "own: the later `docker load` would win",
  },
  {
    id: "overlay-missing",
    severity: "warning",
    holds: "a key that the stack sets stands in the package's file already",
    source: "own: a key that a release renamed would be set without effect",
  },
  {
    id: "overlay-twice",
    severity: "warning",
    holds: "a key that the stack sets stands in the package's file once",
    source: "java.util.Properties: the last one counts",
  },
  {
    id: "overlay-encoding",
    severity: "error",
    holds: "a file of the package in which the stack sets a value is UTF-8",
    source: "own: what cannot be read cannot be written back",
  },
  {
    id: "overlay-place",
    severity: "error",
    holds: "the package's file has the place whose value the stack sets",
    source: "own",
  },
] as const satisfies readonly RuleDescription[];

/** Id of one of them. */
export type PackageRule = (typeof packageRules)[number]["id"];

/** What there is to say, besides where. */
export interface PackageComplaint {
  readonly message: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** A finding about the package as a whole. */
export function packageFinding(rule: PackageRule, complaint: PackageComplaint): Finding {
  return { path: "wefe.package", rule, severity: severityOf(rule), ...shown("", complaint) };
}

/** A finding about a file of the package. */
export function fileFinding(rule: PackageRule, file: string, complaint: PackageComplaint): Finding {
  return { ...packageFinding(rule, complaint), path: `wefe.package: ${file}` };
}

/** A finding about a key at a line of the package: `wefe.package: FILE:LINE KEY`. */
export function keyFinding(
  rule: PackageRule,
  place: Place,
  key: string,
  complaint: PackageComplaint,
): Finding {
  return { ...packageFinding(rule, shown(key, complaint)), path: pathOfKey(place, key) };
}

/** What is said of a value without a password in it: findings go to logs. */
function shown(key: string, complaint: PackageComplaint): PackageComplaint {
  const { found } = complaint;
  if (found === undefined) return complaint;
  return {
    ...complaint,
    found: isCredential(key, found) && maskText(found) === found ? "***" : maskText(found),
  };
}

/** How findings call a key of one of the package's files. */
export function pathOfKey({ file, line }: Place, key: string): string {
  return `wefe.package: ${file}:${line} ${key}`.trim();
}

function severityOf(rule: PackageRule): Finding["severity"] {
  return packageRules.find(({ id }) => id === rule)?.severity ?? "error";
}
