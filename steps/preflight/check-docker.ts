import { compareVersions } from "../../topology/engine-range.js";
import type { PreflightSpec } from "../specs.js";
import type { Facts, LinkFacts } from "./facts.js";
import { fail, type PreflightRow, pass, warn } from "./report.js";

/** Rights of the login, what its SSH forwards, and Docker's engine: there or to be had, of a fitting version, reachable. */
export function checkDocker(spec: PreflightSpec, facts: Facts, link: LinkFacts): PreflightRow[] {
  return [
    ...checkRights(facts),
    checkTcpForwarding(link),
    checkEngine(spec, facts),
    ...checkSocketForwarding(facts),
    ...checkApi(facts, link),
  ];
}

/** A login that is not root; root needs no rights. */
function checkRights({ user, root, groups }: Facts): PreflightRow[] {
  if (user === "root") return [pass("login", "root", "root, or sudo and the docker group")];
  // Whoever may run a shell or Docker as root may do everything; a longer list would only look narrower.
  const sudoers = `${user} ALL=(root) NOPASSWD: ALL`;
  return [
    root
      ? pass("sudo", `${user} may`, "sudo -n sh -s")
      : fail(
          "sudo",
          `${user} may not`,
          "sudo -n sh -s",
          `as root there: echo '${sudoers}' >/etc/sudoers.d/consortium && chmod 0440 /etc/sudoers.d/consortium`,
        ),
    groups.includes("docker")
      ? pass("docker group", `${user} is a member`, "member (equals root)")
      : fail(
          "docker group",
          `${user} is no member`,
          "member (equals root)",
          `as root there: groupadd -f docker && usermod -aG docker ${user}; then end open SSH sessions`,
        ),
  ];
}

function checkTcpForwarding({ tcpForwarding }: LinkFacts): PreflightRow {
  return tcpForwarding === undefined
    ? pass("ssh TCP forwarding", "allowed", "allowed")
    : fail(
        "ssh TCP forwarding",
        tcpForwarding,
        "allowed",
        "set AllowTcpForwarding yes in its sshd_config and reload sshd",
      );
}

/** Judged by sshd's own configuration: a refused socket looks the same as one that nobody serves. */
function checkSocketForwarding({ sshd }: Facts): PreflightRow[] {
  const option = sshd.allowstreamlocalforwarding;
  if (option === undefined) return [];
  const wanted = "yes or local";
  return [
    option === "yes" || option === "local"
      ? pass("ssh socket forwarding", option, wanted)
      : fail(
          "ssh socket forwarding",
          option,
          wanted,
          "set AllowStreamLocalForwarding yes in its sshd_config and reload sshd",
        ),
  ];
}

function checkEngine({ engine: { minimum, below, reason } }: PreflightSpec, facts: Facts): PreflightRow {
  const wanted = `Docker ${minimum} or later${below === undefined ? "" : `, below ${below}`} (${reason})`;
  const version = facts.running ?? facts.engine ?? facts.candidate;
  if (version === undefined)
    return fail(
      "engine",
      "no Docker engine, and apt knows no docker.io",
      wanted,
      "apt-get update there, or install an engine by hand",
    );
  if (version === "unlisted")
    return warn(
      "engine",
      "none, and apt has no package lists yet",
      wanted,
      "apt-get update there shows whether it can be installed",
    );
  const state =
    facts.running !== undefined
      ? "running"
      : facts.engine !== undefined
        ? "stopped, will be started"
        : "will be installed from apt";
  const found = `${version}, ${state}`;
  if (compareVersions(version, minimum) < 0)
    return fail("engine", found, wanted, `upgrade it to ${minimum} or later`);
  if (below !== undefined && compareVersions(version, below) >= 0)
    return fail("engine", found, wanted, `install an engine below ${below} and hold it`);
  return pass("engine", found, wanted);
}

/** Through the login's own connection, as every container is made; only where an engine runs. */
function checkApi({ running, user, groups }: Facts, { dockerApi }: LinkFacts): PreflightRow[] {
  if (running === undefined) return [];
  const wanted = "answers through SSH";
  if (dockerApi === undefined) return [pass("docker API", "answers", wanted)];
  const member = user === "root" || groups.includes("docker");
  return [
    fail(
      "docker API",
      dockerApi,
      wanted,
      member
        ? "check /var/run/docker.sock and AllowStreamLocalForwarding; a new group counts from the next login on"
        : "add the login to the docker group (see there)",
    ),
  ];
}
