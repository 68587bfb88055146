import { inside } from "../../../lab/docker.js";
import { containerOf, currentLab } from "../../../lab/lab.js";
import { thirteen } from "../../../lab/names.js";
import { acceptedLogins } from "../../../lab/status.js";

/** A container on a lab host. */
export interface Seen {
  readonly host: string;
  readonly id: string;
  /** When it was made, in milliseconds. */
  readonly created: number;
  readonly status: string;
}

const lab = currentLab();

/** Runs a shell script on a lab host, past SSH. */
export function onHost(host: string, script: string): Promise<string> {
  return inside(containerOf(lab, host), script);
}

/** Runs a shell script on hosts, if none are named on every one of the 13; output by host. */
export async function onHosts(
  script: string,
  hosts: readonly string[] = thirteen,
): Promise<Record<string, string>> {
  const outputs = await Promise.all(hosts.map(async (host) => [host, await onHost(host, script)] as const));
  return Object.fromEntries(outputs);
}

/** What a stack has left on hosts: containers, volumes, networks, images, files of ours. By host, empty where nothing is. */
export function leftOn(hosts: readonly string[] = thirteen): Promise<Record<string, string>> {
  const folders = ["/opt/wefe", "/var/lib/consortium", "/etc/docker/certs.d"];
  return onHosts(
    [
      "docker ps -aq; docker volume ls -q; docker network ls -q --filter type=custom; docker images -q",
      `ls ${folders.join(" ")} 2>/dev/null || true`,
    ].join("; "),
    hosts,
  );
}

/** The stack's containers by name, stopped ones too. */
export async function containers(
  stack: string,
  hosts: readonly string[] = thirteen,
): Promise<Record<string, Seen>> {
  const format = "{{.Name}} {{.Id}} {{.Created}} {{.State.Status}}";
  const outputs = await onHosts(
    `ids=$(docker ps -aq --no-trunc --filter label=consortium.stack=${stack}); [ -z "$ids" ] || docker inspect --format '${format}' $ids`,
    hosts,
  );
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([host, text]) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [name = "", id = "", created = "", status = ""] = line.replace(/^\//, "").split(" ");
          return [name.replace(`${stack}-`, ""), { host, id, created: Date.parse(created), status }];
        }),
    ),
  );
}

/** Names of the containers that are not the same in both. */
export function changed(before: Record<string, Seen>, after: Record<string, Seen>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name]?.id !== after[name]?.id)
    .sort();
}

/** SSH logins each host accepted since it was made. */
export async function logins(hosts: readonly string[] = thirteen): Promise<Record<string, number>> {
  const counts = await Promise.all(
    hosts.map(async (host) => [host, await acceptedLogins(lab, host)] as const),
  );
  return Object.fromEntries(counts);
}

/** Logins by host between two counts, hosts without any left out. */
export function newLogins(
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.keys(after)
      .map((host) => [host, (after[host] ?? 0) - (before[host] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** A container that was away: from its end to the next start under its name, in milliseconds. */
export interface Absence {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Absences of the stack's containers since a moment, in the order in which they began, by the events that Docker keeps. */
export async function absences(stack: string, since: Date, hosts: readonly string[]): Promise<Absence[]> {
  const format = "{{.TimeNano}} {{.Action}} {{.Actor.Attributes.name}}";
  const from = Math.floor(since.getTime() / 1000);
  const outputs = await onHosts(
    `docker events --since ${from} --until "$(date +%s)" --filter type=container --filter event=die --filter event=start --format '${format}'`,
    hosts,
  );
  return Object.values(outputs)
    .flatMap((text) => {
      const died = new Map<string, number>();
      return text
        .split("\n")
        .filter((line) => line !== "")
        .flatMap((line): Absence[] => {
          const [nanoseconds = "", action, container = ""] = line.split(" ");
          const name = container.replace(`${stack}-`, "");
          const at = Number(nanoseconds) / 1e6;
          if (action === "die") died.set(name, at);
          const left = died.get(name);
          if (action !== "start" || left === undefined) return [];
          died.delete(name);
          return [{ name, from: left, to: at }];
        });
    })
    .sort((a, b) => a.from - b.from);
}

/** A file on a host that holds private keys. */
export interface KeyFile {
  /** `container:path` for one that was put into a container, the path for one in a volume or a folder of ours. */
  readonly path: string;
  /** How many keys stand in it. */
  readonly keys: number;
  readonly sha256: string;
}

/** Every file with a private key in PEM that lies on a host beside the files of images. */
export async function keyFiles(host: string): Promise<KeyFile[]> {
  const begin = "'^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----'";
  const output = await onHost(
    host,
    `tell() {
  grep -rlIE ${begin} "$1" 2>/dev/null | while read -r file; do
    echo "$2\${file#"$3"} $(grep -cE ${begin} "$file") $(sha256sum <"$file" | cut -d ' ' -f 1)"
  done
}
for id in $(docker ps -aq); do
  name=$(docker inspect --format '{{.Name}}' "$id")
  upper=$(docker inspect --format '{{.GraphDriver.Data.UpperDir}}' "$id")
  [ -d "$upper" ]
  tell "$upper" "\${name#/}:" "$upper"
done
for folder in /var/lib/docker/volumes /var/lib/consortium; do tell "$folder" "" ""; done`,
  );
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [path = "", keys = "", sha256 = ""] = line.split(" ");
      return { path, keys: Number(keys), sha256 };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
