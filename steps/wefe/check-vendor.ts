import type { Facts } from "../preflight/facts.js";
import { fail, type PreflightRow, pass, warn } from "../preflight/report.js";
import type { PreflightSpec } from "../specs.js";

declare module "../specs.js" {
  interface PreflightSpec {
    /** WeFe's flow will run there: its image wants a newer system than the others. */
    readonly wefeFlow?: true;
  }
}

/** What WeFe's manual asks of a server besides its row of hardware. */
export function checkVendor(
  { vendorPackage, wefeFlow, arch, server }: PreflightSpec,
  facts: Facts,
): PreflightRow[] {
  if (vendorPackage === undefined) return [];
  return [
    ...checkDataRoot(server.name, facts),
    ...(wefeFlow && arch === "arm64" ? [checkFlowSystem(facts)] : []),
  ];
}

/** The manual, 2.2: the folder of Docker's data must be no symbolic link; a disk that is linked to /data makes it one. */
function checkDataRoot(server: string, { dataRoot }: Facts): PreflightRow[] {
  if (dataRoot === undefined) return [];
  const { named, real } = dataRoot;
  const wanted = "a folder that no symbolic link leads to (WeFe manual, 2.2)";
  return [
    named === real
      ? pass("data-root", named, wanted)
      : fail(
          "data-root",
          `${named} is ${real}`,
          wanted,
          `write servers.${server}.dataRoot: ${real}, or mount the disk at /data instead of linking it`,
        ),
  ];
}

/**
 * The manual, 7.11: on ARM the flow's Python image fails on a system as old as Ubuntu 18.04, and runs on Ubuntu 22 or later.
 * Of those between and of Debian it says nothing, so they are no failure and no pass.
 */
function checkFlowSystem({ os }: Facts): PreflightRow {
  const [system = "", version = ""] = os.split(" ");
  const wanted = "on ARM Ubuntu 22 or later (WeFe manual, 7.11)";
  return system === "ubuntu" && Number.parseFloat(version) >= 22
    ? pass("system for wefe-flow", os, wanted)
    : warn(
        "system for wefe-flow",
        os,
        wanted,
        "where wefe-flow ends with an ImportError, upgrade the system, or put wefe-python37-debain-buster:1.0-arm64 into wefe-flow/docker-compose.yml of the package",
      );
}
