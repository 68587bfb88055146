import type * as command from "@pulumi/command";
import type { SshTarget } from "../../ssh/target.js";

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

/** Options for the `ssh` that Docker's client starts: the same pins as everywhere else, the jump host's included. */
export function dockerSshOptions(target: SshTarget): string[] {
  const jump = target.jump;
  const proxy = jump
    ? [
        `ProxyCommand=ssh -W %h:%p -p ${jump.port} ${pinned(jump)
          .map((option) => `-o '${option.replace("%H", "%%H")}'`)
          .join(" ")} ${jump.user}@${jump.host}`,
      ]
    : [];
  return [...pinned(target), ...proxy].flatMap((option) => ["-o", option]);
}

/** Runs a script from stdin as root; a login that is not root needs `sudo -n`. */
export function rootShell(target: SshTarget): string {
  return target.user === "root" ? "sh -s" : "sudo -n sh -s";
}
