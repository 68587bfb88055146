import { dirname, join } from "node:path";
import type { Finding } from "../../../config/findings.js";
import type { WefeSettings } from "../../../config/wefe/schema.js";
import { type Checksums, linesFor } from "./checksums.js";
import { packageFinding } from "./findings.js";

/** A package as the stack file names it. */
export type PackageSettings = WefeSettings["package"];

/** What the stack pins. */
export interface Pins {
  /** SHA-256 in hexadecimal by the path that the stack file writes; none for what is pinned nowhere or by two. */
  readonly of: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

interface Pinnable {
  readonly path: string;
  readonly sha256?: string | undefined;
  /** Where its checksum stands in the configuration. */
  readonly at: string;
}

/** The pins by what the stack file and its file of checksums say; why some are missing. */
export function pinsOf(settings: PackageSettings, directory: string, checksums: Checksums): Pins {
  const { checksums: file } = settings;
  const of = new Map<string, string>();
  const findings: Finding[] = [];
  if (checksums.unreadable.length > 0)
    findings.push(
      unusableChecksums(`${file} has lines that are no checksums`, `line ${checksums.unreadable.join(", ")}`),
    );
  const folder = join(directory, dirname(file ?? ""));
  for (const one of pinnables(settings)) {
    const lines = linesFor(checksums, folder, join(directory, one.path));
    const pins = [
      ...(one.sha256 === undefined ? [] : [{ sha256: one.sha256, where: one.at }]),
      ...lines.map(({ sha256, line }) => ({ sha256, where: `${file}:${line}` })),
    ];
    const [pin] = pins;
    if (pin === undefined) findings.push(unpinned(one, file));
    else if (pins.some(({ sha256 }) => sha256 !== pin.sha256)) findings.push(twoPins(one, pins));
    else of.set(one.path, pin.sha256);
  }
  return { of, findings };
}

/** The package and its archives in the order of the stack file. */
function pinnables({ path, sha256, images }: PackageSettings): Pinnable[] {
  const archives = (["amd64", "arm64"] as const).flatMap((arch) =>
    images[arch].map((one, at): Pinnable => ({ ...one, at: `wefe.package.images.${arch}[${at}].sha256` })),
  );
  return [{ path, sha256, at: "wefe.package.sha256" }, ...archives];
}

/** Why the file of checksums cannot be used. */
export function unusableChecksums(message: string, found: string): Finding {
  return {
    ...packageFinding("package-pin", {
      message,
      found,
      allowed: "lines `HEX  PATH` as sha256sum writes them",
      remedy:
        "write it with sha256sum FILE… > SHA256SUMS beside the files, or correct wefe.package.checksums (relative to the project)",
    }),
    path: "wefe.package.checksums",
  };
}

function unpinned({ path, at }: Pinnable, file: string | undefined): Finding {
  const inFile =
    file === undefined
      ? "name a file of checksums in wefe.package.checksums"
      : `add its line to ${file}, with its path relative to that file`;
  return {
    ...packageFinding("package-pin", {
      message: `nothing pins ${path}`,
      found: file === undefined ? "no checksum" : `no checksum here, and no line for it in ${file}`,
      remedy: `${inFile}, or write ${at}; ./consortium wefe-package PATH prints both for what was reviewed`,
    }),
    path: at,
  };
}

function twoPins({ path, at }: Pinnable, pins: readonly { sha256: string; where: string }[]): Finding {
  return {
    ...packageFinding("package-pin", {
      message: `${path} is pinned to two checksums`,
      found: pins.map(({ sha256, where }) => `${where} has ${sha256}`).join(", "),
      remedy: "keep the one of what was reviewed, in one place",
    }),
    path: at,
  };
}
