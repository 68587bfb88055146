import { readFile } from "node:fs/promises";
import type { Entry } from "./layer.js";

/**
 * Programs every Ubuntu or Debian based image has (coreutils, grep, sed, findutils, tar, gzip). Network clients,
 * editors and the like are left out on purpose: the official images do not have them.
 */
const applets =
  "[ ash awk base64 basename cat chgrp chmod chown chroot cmp cp cut date dd df diff dirname du echo egrep env " +
  "expand expr false fgrep find fold grep groups gunzip gzip head hostid hostname id install kill link ln ls md5sum mkdir " +
  "mkfifo mknod mktemp mv nice nl nohup nproc od paste printenv printf pwd readlink realpath rm rmdir sed seq setsid sh " +
  "sha1sum sha256sum sha512sum shuf sleep sort split stat stty su sum sync tac tail tar tee test timeout touch tr true " +
  "truncate tty uname unexpand uniq unlink wc which who whoami xargs yes zcat";

/** Users of an image beyond root: name → id. */
export type Users = Readonly<Record<string, number>>;

/** A root file system with a shell and the usual small programs: Debian's static busybox under their names. */
export async function baseEntries(users: Users = {}, more: readonly string[] = []): Promise<Entry[]> {
  const busybox = await readFile("/bin/busybox").catch(() => undefined);
  if (!busybox) throw new Error("no /bin/busybox. Run: apt-get install busybox-static");
  const accounts = Object.entries({ root: 0, ...users });
  return [
    { kind: "file", path: "/bin/busybox", mode: 0o755, content: busybox },
    ...[...applets.split(" "), ...more].map(
      (name): Entry => ({ kind: "link", path: `/bin/${name}`, target: "busybox" }),
    ),
    { kind: "directory", path: "/tmp", mode: 0o1777 },
    { kind: "directory", path: "/root", mode: 0o700 },
    { kind: "directory", path: "/usr/local/bin" },
    { kind: "link", path: "/usr/bin/env", target: "/bin/busybox" },
    { kind: "file", path: "/etc/nsswitch.conf", content: "hosts: files dns\n" },
    {
      kind: "file",
      path: "/etc/passwd",
      content: accounts
        .map(([name, id]) => `${name}:x:${id}:${id}:${name}:${id === 0 ? "/root" : "/"}:/bin/sh\n`)
        .join(""),
    },
    {
      kind: "file",
      path: "/etc/group",
      content: accounts.map(([name, id]) => `${name}:x:${id}:\n`).join(""),
    },
  ];
}
