import { commandLine, quote } from "../../hosts/ssh/quote.js";
import type { SshTarget } from "../../hosts/ssh/target.js";
import { stampFolder, writeStamp } from "../../topology/drift/stamp.js";
import { sha256 } from "../../topology/sha256.js";

export interface RemoveArgs {
  readonly stack: string;
  /** Docker's data-root where we install the engine. An engine that is there keeps its own. */
  readonly dataRoot?: string;
  /** Our own registry as it stands in image references, `host:port`. */
  readonly registry?: string;
}

export interface PrepareArgs extends RemoveArgs {
  /** Random id of the network that claims the server for this stack. */
  readonly networkId: string;
  /** Certificate authority of our own registry, PEM. Given together with `registry`. */
  readonly registryCaPem?: string;
}

/** Seconds a started engine has to answer before the script gives up. */
const engineStartSeconds = 60;

/**
 * POSIX shell for `sh -s` as root that makes a server ready for containers; run again, it changes nothing.
 * Docker's engine is installed where there is none; an existing one is started and otherwise left alone. Then the
 * stack's directory is made, the server is claimed for the network, and our registry's certificate is put where
 * Docker looks for it (no restart needed). At the end it stamps what it did, so that drift shows.
 * @param root put before every path; "" on a server, a directory of its own in tests.
 */
export function prepareScript(args: PrepareArgs, root = ""): string {
  const directory = `${root}/var/lib/consortium/${args.stack}`;
  const folder = stampFolder(args.stack, root);
  const { registry, registryCaPem } = args;
  const trusted =
    registry === undefined || registryCaPem === undefined
      ? {}
      : { [`${root}/etc/docker/certs.d/${registry}/ca.crt`]: registryCaPem };
  const body = [
    "set -eu",
    "umask 022",
    // needrestart, which comes with docker.io, must not restart other people's services.
    "export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l",
    `fail() { echo "$1" >&2; exit 1; }`,
    installEngine(args, root),
    startEngine,
    claim(directory, args),
    ...Object.entries(trusted).map(([certificate, pem]) => trustRegistry(certificate, pem)),
    forgetRegistries(`${folder}/prepare`, Object.keys(trusted)),
  ].join("\n");
  const script = sha256(body);
  return [
    body,
    `if [ -n "\${installed:-}" ]; then`,
    writeStamp(folder, "engine", { script, holds: ["docker.io"] }),
    "fi",
    `if [ -n "\${configured:-}" ]; then`,
    writeStamp(folder, "engine-configuration", { script, files: engineFiles(args, root) }),
    "fi",
    writeStamp(folder, "prepare", { script, files: trusted }),
    `echo "ready: Docker $(docker version --format '{{.Server.Version}}')"`,
    "",
  ].join("\n");
}

/** Configuration that comes with an engine of ours, and with no other. */
function engineFiles({ dataRoot }: PrepareArgs, root: string): Record<string, string> {
  if (dataRoot === undefined) return {};
  return { [`${root}/etc/docker/daemon.json`]: `${JSON.stringify({ "data-root": dataRoot })}\n` };
}

/**
 * Command that takes back what {@link prepareScript} made for the stack and says what stays. It reads nothing from
 * its standard input, which is still the preparing script when the engine deletes the resource. Where containers or
 * volumes of the stack are left it takes nothing away: a resource that is replaced is removed after its successor has
 * prepared the server and while everything runs, and the script cannot tell that apart in any other way. When a stack
 * or a server goes, its containers went before.
 * @param root as for {@link prepareScript}.
 */
export function removeScript(args: RemoveArgs, target: SshTarget, root = ""): string {
  const consortium = `${root}/var/lib/consortium`;
  const certificates = `${root}/etc/docker/certs.d`;
  const label = quote(`label=consortium.stack=${args.stack}`);
  const script = [
    "set -eu",
    // In one assignment each, so that an engine that does not answer ends the script before anything is removed.
    "left=",
    "if command -v docker >/dev/null 2>&1; then",
    `  containers=$(docker ps --all --quiet --filter ${label})`,
    `  volumes=$(docker volume ls --quiet --filter ${label})`,
    '  left="$containers$volumes"',
    "fi",
    'if [ -n "$left" ]; then',
    `  echo "Containers or volumes of stack "${quote(args.stack)}" are on this server, so what they need stays, too."`,
    "  exit 0",
    "fi",
    `rm -rf ${quote(`${consortium}/${args.stack}`)}`,
    `rmdir ${quote(consortium)} 2>/dev/null || true`,
    ...(args.registry === undefined
      ? []
      : [
          `rm -f ${quote(`${certificates}/${args.registry}/ca.crt`)}`,
          `rmdir ${quote(`${certificates}/${args.registry}`)} 2>/dev/null || true`,
          `rmdir ${quote(certificates)} 2>/dev/null || true`,
        ]),
    `echo "Docker's engine stays on this server, with its packages as they are."`,
  ].join("\n");
  const shell = target.user === "root" ? ["sh", "-s"] : ["sudo", "-n", "sh", "-s"];
  return `printf %s ${quote(script)} | ${commandLine(shell)}`;
}

function installEngine(args: PrepareArgs, root: string): string {
  const configure = Object.entries(engineFiles(args, root)).flatMap(([path, content]) => [
    `  mkdir -p ${quote(`${root}/etc/docker`)}`,
    `  if [ ! -e ${quote(path)} ]; then`,
    `    printf %s ${quote(content)} >${quote(path)}`,
    "    configured=yes",
    "  fi",
  ]);
  return [
    "if ! command -v dockerd >/dev/null 2>&1; then",
    ...configure,
    "  apt-get -o DPkg::Lock::Timeout=300 -qq update >&2",
    "  apt-get -o DPkg::Lock::Timeout=300 -qq -y install docker.io >&2",
    "  apt-mark hold docker.io >/dev/null",
    "  if [ -d /run/systemd/system ]; then systemctl enable docker >&2; fi",
    "  installed=yes",
    "fi",
  ].join("\n");
}

const startEngine = [
  "answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }",
  "if ! answers; then",
  "  if [ -d /run/systemd/system ]; then systemctl start docker >&2; else service docker start >&2; fi",
  `  left=${engineStartSeconds}`,
  "  until answers; do",
  `    [ "$left" -gt 0 ] || fail "Docker's engine was started and does not answer after ${engineStartSeconds} s; see: journalctl -u docker, /var/log/docker.log"`,
  "    left=$((left - 1))",
  "    sleep 1",
  "  done",
  "fi",
].join("\n");

/** The claim is made under a name of its own and linked into place: whoever comes second sees a whole one. */
function claim(directory: string, { stack, networkId }: PrepareArgs): string {
  const owner = quote(`${directory}/owner`);
  return [
    `mkdir -p ${quote(`${directory}/formed`)} ${quote(`${directory}/stamps`)}`,
    `chmod 0700 ${quote(directory)} ${quote(`${directory}/formed`)} ${quote(`${directory}/stamps`)}`,
    `claim=${quote(`${directory}/.owner`)}.$$`,
    `printf '%s\\n' ${quote(networkId)} >"$claim"`,
    `ln "$claim" ${owner} 2>/dev/null || true`,
    'rm -f "$claim"',
    `seen=$(cat ${owner})`,
    `[ "$seen" = ${quote(networkId)} ] || fail "this server is claimed for stack "${quote(stack)}" by another state (network $seen, ours is "${quote(networkId)}"). Use the state it was made with, take that network down first, or name this stack differently"`,
  ].join("\n");
}

function trustRegistry(path: string, caPem: string): string {
  const certificate = quote(path);
  return [
    `mkdir -p ${quote(path.replace(/\/[^/]*$/, ""))}`,
    `printf %s ${quote(caPem)} >${certificate}.$$`,
    `if cmp -s ${certificate}.$$ ${certificate}; then rm ${certificate}.$$; else mv ${certificate}.$$ ${certificate}; fi`,
  ].join("\n");
}

/** Certificates that the last script wrote and this one does not, as of a registry that has another address now. */
function forgetRegistries(stamp: string, trusted: readonly string[]): string {
  return [
    `if [ -f ${quote(stamp)} ]; then`,
    "  while read -r kind _ written; do",
    '    if [ "$kind" != file ]; then continue; fi',
    ...trusted.map((path) => `    if [ "$written" = ${quote(path)} ]; then continue; fi`),
    '    rm -f "$written"',
    '    rmdir "${written%/*}" 2>/dev/null || true',
    `  done <${quote(stamp)}`,
    "fi",
  ].join("\n");
}
