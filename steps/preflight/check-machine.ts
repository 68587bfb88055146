import { checkedByKinds } from "../networks.js";
import type { PreflightSpec } from "../specs.js";
import { armLevelOf } from "./arm-level.js";
import type { Facts, LinkFacts } from "./facts.js";
import { fail, type PreflightRow, pass, warn } from "./report.js";

/** Kernels show less memory and file systems less space than the label says: firmware and metadata take their part. */
const tolerance = 0.07;

/** Certificates start now, so a clock that is behind refuses them. */
const clockWarnSeconds = 1;
const clockFailSeconds = 5;

/** Free part of a disk that already holds our data: below the first it warns, below the second it fails. */
const freeWarn = 0.15;
const freeFail = 0.05;

const architectures: Readonly<Record<PreflightSpec["arch"], string>> = { amd64: "x86_64", arm64: "aarch64" };

/** Operating system, architecture, processors, memory, disk and clock against what the stack says the server has. */
export function checkMachine(spec: PreflightSpec, facts: Facts, link: LinkFacts): PreflightRow[] {
  return [
    checkSystem(facts),
    checkArchitecture(spec, facts),
    ...checkArmLevel(spec, facts),
    checkCpus(spec, facts),
    checkMemory(spec, facts),
    ...checkDisk(spec, facts),
    ...checkedByKinds(spec, facts),
    checkClock(link),
  ];
}

function checkSystem({ os }: Facts): PreflightRow {
  const wanted = "Debian or Ubuntu";
  return /^(debian|ubuntu)\b/.test(os)
    ? pass("system", os, wanted)
    : fail("system", os || "unknown", wanted, "use a server with Debian or Ubuntu");
}

function checkArchitecture({ arch, server }: PreflightSpec, facts: Facts): PreflightRow {
  const wanted = architectures[arch];
  return facts.arch === wanted
    ? pass("architecture", facts.arch, wanted)
    : fail("architecture", facts.arch, wanted, `correct servers.${server.name}.arch and give images for it`);
}

/** Software that was built for a later level ends with "illegal instruction", minutes after it was started. */
function checkArmLevel({ armLevel, server }: PreflightSpec, { arch, features }: Facts): PreflightRow[] {
  if (armLevel === undefined || arch !== architectures.arm64) return [];
  const found = armLevelOf(features);
  const wanted = `ARM${armLevel} or later`;
  return [
    found >= armLevel
      ? pass("processor level", `ARM${found}`, wanted)
      : fail(
          "processor level",
          `ARM${found}`,
          wanted,
          `say arm64-${found} in servers.${server.name}.arch, so that images for it are chosen, or use a later processor`,
        ),
  ];
}

function checkCpus({ cpus, server, needs, rows }: PreflightSpec, facts: Facts): PreflightRow {
  const wanted = `${cpus} (services need ${needs.cpus}: ${rows.join(", ")})`;
  return facts.cpus >= cpus
    ? pass("processors", String(facts.cpus), wanted)
    : fail(
        "processors",
        String(facts.cpus),
        wanted,
        `correct servers.${server.name}.cpus or use a bigger server`,
      );
}

function checkMemory({ memoryMiB, server, needs, rows }: PreflightSpec, facts: Facts): PreflightRow {
  const found = gib(facts.memoryMiB);
  const wanted = `${gib(memoryMiB)} (services need ${gib(needs.memoryMiB)}: ${rows.join(", ")})`;
  return facts.memoryMiB >= memoryMiB * (1 - tolerance)
    ? pass("memory", found, wanted)
    : fail("memory", found, wanted, `correct servers.${server.name}.memory or use a bigger server`);
}

function checkDisk(spec: PreflightSpec, { disk, volumes }: Facts): PreflightRow[] {
  if (!disk) return [fail("disk size", "unknown", gib(spec.diskMiB), "df does not work there; mend it")];
  const { totalMiB, freeMiB, path } = disk;
  const sizeWanted = gib(spec.diskMiB);
  const size =
    totalMiB >= spec.diskMiB * (1 - tolerance)
      ? pass("disk size", `${gib(totalMiB)} at ${path}`, sizeWanted)
      : fail(
          "disk size",
          `${gib(totalMiB)} at ${path}`,
          sizeWanted,
          `correct servers.${spec.server.name}.disk, or set dataRoot to a bigger file system`,
        );
  // A package's row is of the whole disk, which is never free as a whole.
  const ofWhole = spec.vendorPackage !== undefined || holdsOurData(spec, volumes);
  return [size, ofWhole ? freeBesideData(totalMiB, freeMiB) : freeForData(spec, freeMiB)];
}

function holdsOurData({ network }: PreflightSpec, volumes: Facts["volumes"]): boolean {
  return network !== undefined && volumes.some(({ labels }) => labels["consortium.network"] === network);
}

function freeForData({ needs, rows }: PreflightSpec, freeMiB: number): PreflightRow {
  const wanted = `${gib(needs.diskMiB)} (${rows.join(", ")})`;
  return freeMiB >= needs.diskMiB
    ? pass("disk free", gib(freeMiB), wanted)
    : fail("disk free", gib(freeMiB), wanted, "free space or use a bigger disk");
}

function freeBesideData(totalMiB: number, freeMiB: number): PreflightRow {
  const part = freeMiB / totalMiB;
  const found = `${gib(freeMiB)} (${Math.round(part * 100)} %)`;
  const wanted = `${freeWarn * 100} % beside our data`;
  const remedy = "free space or grow the disk: a full one stops the services and may damage their data";
  if (part < freeFail) return fail("disk free", found, wanted, remedy);
  return part < freeWarn ? warn("disk free", found, wanted, remedy) : pass("disk free", found, wanted);
}

function checkClock({ clock: { aheadSeconds, uncertainSeconds } }: LinkFacts): PreflightRow {
  const off = Math.max(0, Math.abs(aheadSeconds) - uncertainSeconds);
  const found = `${off.toFixed(1)} s ${aheadSeconds < 0 ? "behind" : "ahead"}`;
  const wanted = `within ${clockWarnSeconds} s of this machine`;
  const remedy = "set the clock on both by NTP: apt-get install chrony, then chronyc makestep";
  if (off > clockFailSeconds) return fail("clock", found, wanted, remedy);
  return off > clockWarnSeconds
    ? warn("clock", found, wanted, remedy)
    : pass("clock", off === 0 ? "right" : found, wanted);
}

/** A size in GiB with one decimal where it has one. */
function gib(mib: number): string {
  return `${Number((mib / 1024).toFixed(1))} GiB`;
}
