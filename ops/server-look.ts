import { X509Certificate } from "node:crypto";
import type { Reach } from "../hosts/reach.js";
import { outputOf, rootShell } from "../hosts/shell.js";
import { quote } from "../hosts/ssh/quote.js";
import { parseHibernation, readHibernation } from "../steps/gates/hibernation.js";
import type { PlannedServer } from "../topology/model/server.js";
import type { PlannedService } from "../topology/model/service.js";
import { kinds } from "../topology/networks.js";
import type { SeenCertificate, SeenContainer, SeenDisk, ServerLook } from "../topology/status/seen.js";

/** What to look at besides the containers. */
export type Subject = "disks" | "certificates";

/** Seconds that Docker has for one answer. */
const answerSeconds = 20;

/** Reads a server once, over one command. @throws SshError, or Error when the script fails */
export async function lookAtServer(
  reach: Reach,
  stack: string,
  server: PlannedServer,
  services: readonly PlannedService[],
  subjects: readonly Subject[],
): Promise<ServerLook> {
  const link = await reach.to(server);
  const own = services.filter((service) => service.server === server.name);
  const result = await link.exec(rootShell(server.ssh.user), {
    stdin: lookScript(stack, server, own, subjects),
    timeoutSeconds: 120,
  });
  return parseLook(outputOf(server.name, "looking at it", result));
}

/**
 * POSIX shell for `sh -s` as root that prints what a server runs and has, one fact a line; it changes nothing.
 * @param root put before the paths of our own records; "" on a server, a directory of its own in tests.
 */
export function lookScript(
  stack: string,
  { dataRoot = "/var/lib/docker" }: Pick<PlannedServer, "dataRoot">,
  services: readonly PlannedService[],
  subjects: readonly Subject[],
  root = "",
): string {
  const docker = `timeout ${answerSeconds} docker`;
  const volumes = services.flatMap((service) => service.volumes.map(({ name }) => name));
  const disks = [
    `space() { df -Pk "$2" 2>/dev/null | awk -v of="$1" 'NR == 2 { sub(/%/, "", $5); print "disk", of, $2, $4, $5, $6 }'; }`,
    `at=${quote(dataRoot)}; until [ -e "$at" ]; do at=$(dirname "$at"); done`,
    'space - "$at"',
    ...volumes.map(
      (volume) =>
        `if [ -z "$down" ] && at=$(${docker} volume inspect --format '{{.Mountpoint}}' ${quote(volume)} 2>/dev/null); then space ${quote(volume)} "$at"; fi`,
    ),
  ];
  const certificates = certificateFiles(services).map(
    ({ container, path, name }) =>
      `[ -n "$down" ] || printf 'certificate %s %s %s\\n' ${quote(container)} ${quote(name)} "$(${docker} cp ${quote(`${container}:${path}`)} - 2>/dev/null | tar -xOf - 2>/dev/null | base64 | tr -d '\\n')"`,
  );
  return [
    "set -u",
    `export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"`,
    "down=",
    `said=$(${docker} version --format '{{.Server.Version}}' 2>&1 >/dev/null) || { down=yes; printf 'down %s\\n' "$(printf '%s' "\${said:-no answer within ${answerSeconds} s}" | tr '\\n' ' ')"; }`,
    `echo "now $(date +%s)"`,
    // A shell of its own: it ends at its first failure, and the look goes on.
    `(\n${readHibernation(stack, root)})`,
    `[ -n "$down" ] || ${docker} ps -aq --filter ${quote(`label=consortium.stack=${stack}`)} | xargs -r ${docker} inspect --format ${quote(containerFormat)}`,
    ...(subjects.includes("disks") ? disks : []),
    ...(subjects.includes("certificates") ? certificates : []),
    "exit 0",
    "",
  ].join("\n");
}

const containerFormat =
  'container {"name":{{json .Name}},"state":{{json .State}},"restarts":{{.RestartCount}},"image":{{json .Image}},"labels":{{json .Config.Labels}}}';

/** Files of services that hold a certificate: material that everyone may read. */
function certificateFiles(services: readonly PlannedService[]) {
  return services.flatMap(({ container, files }) =>
    files.flatMap(({ path, mode, source }) =>
      source.kind === "material" && mode === "0644" ? [{ container, path, name: source.name }] : [],
    ),
  );
}

interface PrintedContainer {
  readonly name: string;
  readonly state: {
    readonly Status: string;
    readonly Running: boolean;
    readonly OOMKilled: boolean;
    readonly ExitCode: number;
    readonly Error?: string;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string } | null;
  };
  readonly restarts: number;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>> | null;
}

/** Reads what {@link lookScript} printed. @throws Error on a line of another shape */
export function parseLook(printed: string): ServerLook {
  const containers: SeenContainer[] = [];
  const disks = new Map<string, SeenDisk>();
  const certificates: SeenCertificate[] = [];
  let now = Number.NaN;
  let engineProblem: string | undefined;
  for (const line of printed.split("\n").filter((one) => one !== "")) {
    const [word, ...rest] = line.split(" ");
    const text = rest.join(" ");
    if (word === "now") now = Number(text) * 1000;
    else if (word === "down") engineProblem = text.trim();
    else if (word === "container") containers.push(containerOf(JSON.parse(text) as PrintedContainer, now));
    else if (word === "disk") {
      const [volume = "-", size, free, used, ...mount] = rest;
      const path = mount.join(" ");
      const volumes = [...(disks.get(path)?.volumes ?? []), ...(volume === "-" ? [] : [volume])];
      disks.set(path, {
        path,
        sizeKiB: Number(size),
        freeKiB: Number(free),
        usedPercent: Number(used),
        volumes,
      });
    } else if (word === "certificate") {
      const [container = "", name = "", base64 = ""] = rest;
      certificates.push(...certificatesIn(container, name, Buffer.from(base64, "base64").toString()));
    } else if (word !== "network" && word !== "record")
      throw new Error(`unexpected line of the look: ${line.slice(0, 80)}`);
  }
  const { network, record } = parseHibernation(printed);
  return {
    containers,
    disks: [...disks.values()],
    certificates,
    // The record of an earlier network on this server says nothing about this one.
    ...(record && record.network === network ? { sleep: { since: record.since, by: record.by } } : {}),
    ...(engineProblem === undefined ? {} : { engineProblem }),
  };
}

function containerOf({ name, state, restarts, image, labels }: PrintedContainer, now: number): SeenContainer {
  const service = labels?.["consortium.service"];
  const role = labels?.["consortium.role"];
  return {
    name: name.replace(/^\//, ""),
    ...(service === undefined ? {} : { service }),
    ...(role === undefined ? {} : { role }),
    status: state.Status,
    ...(state.Health ? { health: state.Health.Status } : {}),
    exitCode: state.ExitCode,
    ...(state.Error ? { startProblem: state.Error } : {}),
    outOfMemory: state.OOMKilled,
    restarts,
    ...(state.Running
      ? { upSeconds: Math.max(0, Math.round((now - Date.parse(state.StartedAt)) / 1000)) }
      : {}),
    image,
  };
}

const purposes: Readonly<Record<string, string>> = { "msp/cert": "identity", "tls/cert": "tls" };

/**
 * The first certificate of a PEM file, by its name in the stack's outputs: an authority's goes by its own name, a node's by
 * the node's and its purpose, another kind of network's as that says.
 */
function certificatesIn(container: string, material: string, pem: string): SeenCertificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.slice(0, 1).map((block) => {
    const certificate = new X509Certificate(block);
    const notAfter = new Date(certificate.validTo).toISOString();
    const own = kinds.map((kind) => kind.certificate?.(material)).find((name) => name !== undefined);
    if (own !== undefined) return { name: own, container, notAfter };
    const [, owner, purpose] = /^(.+?)\/(.+)$/.exec(material) ?? [];
    const known = purpose === undefined ? undefined : purposes[purpose];
    const commonName = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
    const name = known !== undefined && owner !== undefined ? `${owner} ${known}` : (commonName ?? material);
    return { name, container, notAfter };
  });
}
