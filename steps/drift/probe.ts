import { quote } from "../../hosts/ssh/quote.js";
import { stampFolder } from "../../topology/drift/stamp.js";
import type { Desired, SeenServer } from "../../topology/drift/types.js";
import { hibernationFile } from "../gates/hibernation.js";
import { type InspectedContainer, seenContainer } from "./inspected.js";

/** sha256 of nothing: what a file that cannot be read hashes to. Uploaded files are never empty. */
const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * POSIX shell for `sh -s` as root that prints what a server has, one fact a line; it changes nothing. Contents of
 * uploaded files stay on the server: only their hashes are printed.
 * @param root put before every path of ours; "" on a server, a directory of its own in tests.
 */
export function probeScript(desired: Desired, server: string, root = ""): string {
  const own = <T extends { readonly server: string }>(things: readonly T[]) =>
    things.filter((thing) => thing.server === server);
  const containers = own(desired.containers);
  const folder = stampFolder(desired.stack, root);
  const state = folder.replace(/\/stamps$/, "");
  return [
    "set -eu",
    `docker version --format '{{.Server.Version}}' >/dev/null || { echo "Docker's engine does not answer" >&2; exit 1; }`,
    `names=$(docker ps -a --filter ${quote(`label=consortium.stack=${desired.stack}`)} --format '{{.Names}}')`,
    `for c in $(printf '%s\\n' $names ${containers.map(({ name }) => quote(name)).join(" ")} | sort -u); do`,
    `  if json=$(docker container inspect --format '{{json .}}' "$c" 2>/dev/null); then printf 'container %s\\n' "$json"; fi`,
    "done",
    ...containers.flatMap(({ name, files }) =>
      Object.keys(files).map(
        (path) =>
          `printf 'upload %s %s %s\\n' ${quote(name)} "$(docker cp ${quote(`${name}:${path}`)} - 2>/dev/null | tar -xOf - 2>/dev/null | sha256sum | cut -d' ' -f1)" ${quote(path)}`,
      ),
    ),
    ...own(desired.images).map(
      ({ reference }) =>
        `if id=$(docker image inspect --format '{{.Id}}' ${quote(reference)} 2>/dev/null); then printf 'image %s %s\\n' "$id" ${quote(reference)}; fi`,
    ),
    ...own(desired.volumes).map(
      ({ name }) =>
        `if network=$(docker volume inspect --format '{{index .Labels "consortium.network"}}' ${quote(name)} 2>/dev/null); then printf 'volume %s %s\\n' ${quote(name)} "$network"; fi`,
    ),
    `nets=$(docker network ls --filter ${quote(`label=consortium.stack=${desired.stack}`)} --format '{{.Name}}')`,
    `for n in $(printf '%s\\n' $nets ${own(desired.bridges)
      .map(({ name }) => quote(name))
      .join(" ")} | sort -u); do`,
    `  docker network inspect --format 'bridge {{.Name}} {{with .IPAM.Config}}{{(index . 0).Subnet}}{{else}}-{{end}} {{index .Labels "consortium.network"}}' "$n" 2>/dev/null || true`,
    "done",
    `if [ -f ${quote(`${state}/owner`)} ]; then printf 'owner %s\\n' "$(cat ${quote(`${state}/owner`)})"; fi`,
    `for stamp in ${quote(folder)}/*; do`,
    '  [ -f "$stamp" ] || continue',
    `  while IFS=' ' read -r word hash path; do`,
    "    case $word in",
    `      script) printf 'script %s %s\\n' "\${stamp##*/}" "$hash" ;;`,
    `      file) now=absent; if [ -f "$path" ]; then now=$(sha256sum <"$path" | cut -d' ' -f1); fi; printf 'file %s %s %s %s\\n' "\${stamp##*/}" "$hash" "$now" "$path" ;;`,
    `      held) if apt-mark showhold 2>/dev/null | grep -qx "$hash"; then printf 'held %s\\n' "$hash"; else printf 'free %s\\n' "$hash"; fi ;;`,
    "    esac",
    '  done <"$stamp"',
    "done",
    `if [ -f ${quote(hibernationFile(desired.stack, root))} ]; then echo hibernated; fi`,
    `for stamp in ${quote(`${state}/formed`)}/*.json; do`,
    '  [ -f "$stamp" ] || continue',
    "  name=${stamp##*/}",
    `  printf 'formed %s %s\\n' "\${name%.json}" "$(tr -d '\\n' <"$stamp")"`,
    "done",
    "",
  ].join("\n");
}

/** Reads what {@link probeScript} printed. @throws Error on a line of another shape */
export function parseProbe(printed: string): SeenServer {
  const containers: Record<string, SeenServer["containers"][string]> = {};
  const files: Record<string, Record<string, string>> = {};
  const images: Record<string, string> = {};
  const volumes: Record<string, string> = {};
  const bridges: Record<string, SeenServer["bridges"][string]> = {};
  const scripts: Record<string, string> = {};
  const stamped: SeenServer["stamped"][number][] = [];
  const holds: Record<string, boolean> = {};
  const formed: Record<string, string> = {};
  let owner: string | undefined;
  let power: SeenServer["power"] = "awake";
  for (const line of printed.split("\n").filter((one) => one !== "")) {
    const [word = "", first = "", second = "", third = ""] = words(line);
    if (word === "container") {
      const inspected = JSON.parse(line.slice("container ".length)) as InspectedContainer;
      containers[inspected.Name.replace(/^\//, "")] = seenContainer(inspected);
    } else if (word === "upload") {
      if (second !== ofNothing) files[first] = { ...files[first], [third]: second };
    } else if (word === "image") images[`${second}${third && ` ${third}`}`] = first;
    else if (word === "volume") volumes[first] = second === "<no" ? "" : second;
    else if (word === "bridge")
      bridges[first] = { subnet: second, network: third.startsWith("<no") ? "" : third };
    else if (word === "hibernated") power = "hibernated";
    else if (word === "owner") owner = first;
    else if (word === "script") scripts[first] = second;
    else if (word === "file") {
      const [now = "", ...path] = third.split(" ");
      stamped.push({
        ...{ path: path.join(" "), stamp: first, stamped: second },
        ...(now === "absent" ? {} : { now }),
      });
    } else if (word === "held" || word === "free") holds[first] = word === "held";
    else if (word === "formed")
      formed[first] = String(
        (JSON.parse(line.slice(`formed ${first} `.length)) as { network?: unknown }).network ?? "",
      );
    else throw new Error(`unexpected line of the probe: ${line.slice(0, 80)}`);
  }
  return {
    ...{ containers, files, images, volumes, bridges, scripts, stamped, holds, formed, power },
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Four words; the last one is the rest of the line. */
function words(line: string): string[] {
  const [word, first, second, ...rest] = line.split(" ");
  return [word ?? "", first ?? "", second ?? "", rest.join(" ")];
}
