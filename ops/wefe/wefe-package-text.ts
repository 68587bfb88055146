import { stringify } from "yaml";
import { countFindings, renderFindings } from "../../config/findings.js";
import type { VendorPort } from "../../topology/wefe/package/types.js";
import { type Cell, type Paint, plain, table } from "../table.js";
import type { PackageReport } from "./wefe-package-read.js";

/** A vendor's package for people. */
export function packageText(report: PackageReport, paint: Paint = plain): string {
  const { path, kind, sha256, services, networks, archives, findings, pins } = report;
  const blocks = [
    kind === undefined ? [] : [`${path}: ${kind}, sha256 ${sha256}`],
    rows(
      ["SERVICE", "IMAGE", ...(archives.length === 0 ? [] : ["ARCHIVES"]), "PORTS", "DATA"],
      services.map((service) => serviceCells(service, archives)),
      paint,
    ),
    rows(
      ["NETWORK", "SUBNET", "FILE"],
      networks
        .filter(({ owner }) => owner === "package")
        .map(({ name, subnet, place }) => [name, subnet ?? "-", `${place.file}:${place.line}`]),
      paint,
    ),
    rows(
      ["ARCHIVE", "ARCH", "IMAGES"],
      archives.flatMap(({ path: file, images }) =>
        Object.entries(images).map(([arch, names]) => [file, arch, String(names.length)]),
      ),
      paint,
    ),
    findings.length === 0 ? [] : [renderFindings(findings).trimEnd()],
    pinLines(pins),
    [`${path}: ${findings.length === 0 ? "no findings" : countFindings(findings)}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function rows(head: readonly string[], lines: readonly (readonly Cell[])[], paint: Paint): string[] {
  return lines.length === 0 ? [] : table([head, ...lines], { paint });
}

function serviceCells(
  { name, folder, image, archives: holding, ports, data }: PackageReport["services"][number],
  archives: PackageReport["archives"],
): Cell[] {
  return [
    folder === name ? name : `${name} (in ${folder === "" ? "the top file" : folder})`,
    image,
    ...(archives.length === 0 ? [] : [holding.length === 0 ? "none" : holding.join(", ")]),
    ports.length === 0 ? "-" : ports.map(portText).join(", "),
    data.length === 0 ? "-" : data.map((mount) => mount.path).join(", "),
  ];
}

/** As compose files write it in short. */
function portText({ address, published, target }: VendorPort): string {
  const mapped = published === target ? String(published) : `${published}:${target}`;
  return address === undefined ? mapped : `${address}:${published}:${target}`;
}

function pinLines({ package: pinned, checksums }: PackageReport["pins"]): string[] {
  if (pinned === undefined) return [];
  return [
    "To pin it, once it was reviewed, in the stack file:",
    "",
    stringify({ "consortium:wefe": { package: pinned } }, { lineWidth: 0 }).trimEnd(),
    "",
    "or without `sha256`, as lines of a file beside the package that package.checksums names:",
    "",
    ...checksums,
  ];
}
