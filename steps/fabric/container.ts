import { dockerOf } from "../../hosts/shell.js";
import { commandLine, quote } from "../../hosts/ssh/index.js";
import type { FabricNode } from "./specs.js";

/** Where everything of a session lives: memory of the container, gone with it. */
export const workFolder = "/run/admin";

/** A session's container as it is started. */
export interface SessionContainer {
  readonly name: string;
  readonly stack: string;
  readonly organization: string;
  readonly mspId: string;
  readonly image: string;
  /** Nodes it dials. */
  readonly nodes: readonly FabricNode[];
}

/**
 * Reads one command a line and answers each with a line `status bytes-of-output bytes-of-errors` and those bytes.
 * Built-ins of any POSIX shell read the lines, so nothing of them is ever seen in a process list.
 */
export function loopIn(folder: string): string {
  return [
    `umask 077; cd ${folder} || exit 97; echo ready`,
    "while IFS= read -r line; do",
    '( eval "$line" ) >.out 2>.err </dev/null; code=$?',
    'echo "$code $(($(wc -c <.out))) $(($(wc -c <.err)))"; cat .out .err',
    "done",
  ].join("\n");
}

/**
 * Starts the container that an operation works in, with its standard input as the only way in. Root file system
 * read-only, work folder in memory that is not swapped, nothing logged, removed when it ends.
 */
export function startCommand(user: string, container: SessionContainer): string {
  const hosts = [...new Map(container.nodes.map((node) => [node.name, node.address]))];
  const environment = {
    FABRIC_LOGGING_SPEC: "error",
    CORE_PEER_LOCALMSPID: container.mspId,
    CORE_PEER_MSPCONFIGPATH: `${workFolder}/msp`,
    CORE_PEER_TLS_ENABLED: "true",
    CORE_PEER_CLIENT_CONNTIMEOUT: "10s",
  };
  const words = [
    ...["run", "--rm", "-i", "--pull", "never", "--name", container.name],
    ...["--label", `consortium.stack=${container.stack}`, "--label", "consortium.role=admin"],
    ...["--network", "host", ...hosts.flatMap(([name, address]) => ["--add-host", `${name}:${address}`])],
    ...["--user", "0:0", "--read-only", "--tmpfs", `${workFolder}:rw,mode=0700,size=32m`],
    ...["--memory", "512m", "--memory-swap", "512m", "--log-driver", "none"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...["--entrypoint", "sh", container.image, "-c"],
  ];
  return `${dockerOf(user)} ${commandLine(words)} ${quote(loopIn(workFolder))}`;
}

/** Ends the container now. */
export function killCommand(user: string, name: string): string {
  return `${dockerOf(user)} ${commandLine(["kill", name])}`;
}

/** A line that writes a file, making its folder; the content stands in the line in a form that every `printf` reads. */
export function writeLine(path: string, content: Uint8Array): string {
  const text = [...content]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9+/=_.,:;(){} -]/.test(character)
        ? character
        : `\\0${byte.toString(8).padStart(3, "0")}`;
    })
    .join("");
  const folder = path.slice(0, path.lastIndexOf("/"));
  return `mkdir -p ${quote(folder)} && printf %b '${text}' >${quote(path)}`;
}
