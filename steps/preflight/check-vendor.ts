import type { PreflightSpec } from "../specs.js";
import type { Facts } from "./facts.js";
import { fail, type PreflightRow, pass, warn } from "./report.js";

/** What WeFe's manual asks of a server besides its row of hardware. */
export function checkVendor({ vendorPackage, arch, server }: PreflightSpec, facts: Facts): PreflightRow[] {
  if (vendorPackage === undefined) return [];
  return [...checkDataRoot(server.name, facts), ...(arch === "arm64" ? [checkArmSystem(facts)] : [])];
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

/** The manual, 7.11: the flow's Python image does not run on kernels as old as Ubuntu 18.04's on ARM. */
function checkArmSystem({ os }: Facts): PreflightRow {
  const [system = "", version = ""] = os.split(" ");
  const oldest = system === "ubuntu" ? 20 : 10;
  const wanted = "on ARM Ubuntu 20.04 or Debian 10, or later (WeFe manual, 7.11)";
  return Number.parseFloat(version) >= oldest
    ? pass("system for wefe-flow", os, wanted)
    : warn(
        "system for wefe-flow",
        os,
        wanted,
        "upgrade the system, or put wefe-python37-debain-buster:1.0-arm64 into wefe-flow/docker-compose.yml of the package",
      );
}
