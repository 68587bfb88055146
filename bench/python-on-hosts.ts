/** Ansible runs Python on the servers, and lab hosts have none: it is installed before the clock starts. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inParallel } from "../hosts/in-parallel.js";
import { run } from "../hosts/process.js";
import { docker, inside, tryDocker } from "../lab/docker.js";
import { containerOf, type Lab } from "../lab/lab.js";
import { cached } from "../ops/checkout.js";

/** All are unpacked before any is configured: one of them wants another configured before it is unpacked. */
const installScript = `export DEBIAN_FRONTEND=noninteractive
dpkg --unpack --force-depends --force-unsafe-io /tmp/python/*.deb
dpkg --configure --pending --force-unsafe-io
rm -r /tmp/python
/usr/bin/python3 --version`;

/**
 * Installs the distribution's python3 on hosts that have none. The packages come through this machine's apt, which knows
 * its mirror; hosts are of the same release.
 * @throws Error with the command that mends what apt misses
 */
export async function installPython(
  lab: Lab,
  hosts: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const without = (
    await inParallel(4, hosts, async (host) => {
      const { code } = await tryDocker(["exec", containerOf(lab, host), "/usr/bin/python3", "--version"]);
      return code === 0 ? [] : [host];
    })
  ).flat();
  const [first] = without;
  if (first === undefined) return;
  say(`python3 for Ansible on ${without.length} hosts`);
  const folder = cached("bench", "python");
  await rm(folder, { recursive: true, force: true });
  await downloadPackages(
    folder,
    await docker(["exec", containerOf(lab, first), "cat", "/var/lib/dpkg/status"]),
  );
  await inParallel(2, without, async (host) => {
    const container = containerOf(lab, host);
    await inside(container, "mkdir -p /tmp/python");
    await docker(["cp", `${folder}/archives/.`, `${container}:/tmp/python`]);
    await inside(container, installScript, { timeoutSeconds: 300 });
  });
}

/** Downloads python3 and what it needs beyond the packages of a dpkg status file, into `<folder>/archives`. */
export async function downloadPackages(folder: string, dpkgStatus: string): Promise<void> {
  await mkdir(join(folder, "archives", "partial"), { recursive: true });
  await writeFile(join(folder, "status"), dpkgStatus);
  await run(
    [
      "apt-get",
      "install",
      "--download-only",
      "--yes",
      "--no-install-recommends",
      "--option",
      `Dir::State::status=${join(folder, "status")}`,
      "--option",
      `Dir::Cache::archives=${join(folder, "archives")}/`,
      "--option",
      "Debug::NoLocking=1",
      "python3",
    ],
    { timeoutSeconds: 300 },
  ).catch((error: unknown) => {
    throw new Error(
      `${String(error)}\nAnsible needs python3 on the hosts. Run apt-get update, or leave it out: --contenders consortium,shell,pyinfra`,
    );
  });
  await rm(join(folder, "archives", "partial"), { recursive: true });
}
