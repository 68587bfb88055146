import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type * as command from "@pulumi/command";
import type { SshTarget } from "../../hosts/ssh/target.js";

/** Seconds of dialling before a server counts as down: 10 dials, which the provider spaces over 11 s. */
const dialAttempts = 10;

/** A server as the command provider logs in to it. The key comes from the ssh agent and is never an input. */
export function connection(target: SshTarget): command.types.input.remote.ConnectionArgs {
  return {
    host: target.host,
    port: target.port,
    user: target.user,
    hostKey: target.hostKey,
    dialErrorLimit: dialAttempts,
    ...(target.jump
      ? {
          proxy: {
            host: target.jump.host,
            port: target.jump.port,
            user: target.jump.user,
            hostKey: target.jump.hostKey,
          },
        }
      : {}),
  };
}

/** Docker's address of a server: its API through SSH. */
export function dockerHost(target: SshTarget): string {
  return `ssh://${target.user}@${target.host}:${target.port}`;
}

// KnownHostsCommand pins without a file of this machine; the comment of a key is not part of it.
function pinned(target: SshTarget): string[] {
  const [type, key] = target.hostKey.split(" ");
  return [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "UserKnownHostsFile=/dev/null",
    "GlobalKnownHostsFile=/dev/null",
    `KnownHostsCommand=/bin/echo %H ${type} ${key}`,
  ];
}

// Relative, so that another checkout gives the same input; the plugin runs where the program does.
const dialScript = relative(process.cwd(), fileURLToPath(new URL("dial.sh", import.meta.url)));

/**
 * Options for the `ssh` that Docker's client starts: the same pins as everywhere else, the jump host's included. It dials
 * through dial.sh, since each Docker resource of a server may log in at the same moment as all others.
 */
export function dockerSshOptions(target: SshTarget): string[] {
  const way = target.jump ? `through ${throughJump(target.jump)}` : "tcp %h %p";
  return [...pinned(target), `ProxyCommand=bash ${dialScript} ${way}`].flatMap((option) => ["-o", option]);
}

function throughJump(jump: SshTarget): string {
  // The inner ssh sees one percent sign of two.
  const options = [...pinned(jump), `ProxyCommand=bash ${dialScript} tcp %h %p`].map(
    (option) => `-o '${option.replaceAll("%", "%%")}'`,
  );
  return `ssh -W %h:%p -p ${jump.port} ${options.join(" ")} ${jump.user}@${jump.host}`;
}
