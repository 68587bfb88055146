import { readFile } from "node:fs/promises";
import { attempt, run } from "../../hosts/process.js";
import type { Group } from "./step.js";

/** A program of the operating system, the package that brings it, and what asks for it. */
interface Requirement {
  readonly command: string;
  readonly package: string;
  readonly groups: readonly Group[];
}

/** Everything the set-up, the lab and the tests call that is not Node. */
export const requirements: readonly Requirement[] = [
  { command: "ssh", package: "openssh-client", groups: ["engine", "images"] },
  { command: "ssh-keygen", package: "openssh-client", groups: ["engine", "images"] },
  { command: "ip", package: "iproute2", groups: ["engine"] },
  { command: "iptables", package: "iptables", groups: ["engine"] },
  { command: "dockerd", package: "docker.io", groups: ["engine"] },
  { command: "debootstrap", package: "debootstrap", groups: ["images"] },
  { command: "busybox", package: "busybox-static", groups: ["images"] },
  { command: "mvn", package: "maven", groups: ["images"] },
  { command: "jlink", package: "default-jdk-headless", groups: ["images"] },
  { command: "tar", package: "tar", groups: ["tools", "images"] },
  // The unit tests have it read what we made of certificates.
  { command: "openssl", package: "openssl", groups: ["tools"] },
  { command: "go", package: "golang-go", groups: ["tools"] },
];

/** Packages to install for the wanted groups, each once, in the order of the table. */
export function missingPackages(wanted: readonly Group[], isThere: (command: string) => boolean): string[] {
  const needed = requirements.filter(
    (requirement) =>
      requirement.groups.some((group) => wanted.includes(group)) && !isThere(requirement.command),
  );
  return [...new Set(needed.map((requirement) => requirement.package))];
}

/** Installs what is missing where we may (root on Debian or Ubuntu); else names the command that does. */
export async function ensurePackages(
  wanted: readonly Group[],
  onLine: (line: string) => void,
): Promise<{ readonly outcome: "found" | "made"; readonly detail: string }> {
  const present = new Set<string>();
  for (const { command } of requirements) if (await isThere(command)) present.add(command);
  // An older Go cannot fetch the newer one our modules ask for; the step that compiles then says what to do.
  if (!present.has("go") && !(await offersGo())) present.add("go");
  const missing = missingPackages(wanted, (command) => present.has(command));
  if (missing.length === 0) return { outcome: "found", detail: "" };
  const install = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) {
    throw new Error(
      `missing: ${missing.join(", ")} (Debian's package names). Install them with your package manager`,
    );
  }
  if (process.getuid?.() !== 0) throw new Error(`missing: ${missing.join(", ")}. Run: sudo ${install}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { env, onLine, timeoutSeconds: 300 });
  await run(["apt-get", "install", "-y", "--no-install-recommends", ...missing], {
    env,
    onLine,
    timeoutSeconds: 900,
  });
  return { outcome: "made", detail: missing.join(" ") };
}

async function isThere(command: string): Promise<boolean> {
  // An engine that answers (a rootless or a remote one too) needs no dockerd of ours.
  if (command === "dockerd" && (await engineAnswers())) return true;
  const found = await attempt(["sh", "-c", 'command -v "$0"', command]);
  if (found.code !== 0) return false;
  // Debian's other busybox package is linked dynamically and does not run in an empty image.
  return command !== "busybox" || (await attempt(["ldd", found.stdout.trim()])).code !== 0;
}

/** Whether the distribution's Go is 1.21 or later, the first that switches to the version a module names. */
async function offersGo(): Promise<boolean> {
  const policy = await attempt(["apt-cache", "policy", "golang-go"]);
  const minor = Number(/Candidate: \d+:1\.(\d+)/.exec(policy.stdout)?.[1] ?? 0);
  return minor >= 21;
}

/** Whether a Docker engine answers to the command line as it is set up here. */
export async function engineAnswers(): Promise<boolean> {
  const version = await attempt(["docker", "version", "--format", "{{.Server.Version}}"], {
    timeoutSeconds: 20,
  });
  return version.code === 0;
}
