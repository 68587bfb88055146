import { quote } from "../../hosts/ssh/quote.js";
import type { Heights } from "../../topology/quorum/rules.js";

/** What a network had when it was put to sleep; kept on each of its servers until it is awake and has proved it. */
export interface Hibernation {
  readonly network: string;
  /** When it began, ISO 8601. */
  readonly since: string;
  /** Who did it: `user@host`. */
  readonly by: string;
  /** Block heights by service and channel. */
  readonly heights: Readonly<Record<string, Heights>>;
}

/**
 * The file on a server.
 * @param root put before it; "" on a server, a directory of its own in tests.
 */
export function hibernationFile(stack: string, root = ""): string {
  return `${root}/var/lib/consortium/${stack}/hibernation.json`;
}

/** What a server holds: the network it is claimed for, and the record where there is one. */
export interface HibernationFound {
  readonly network?: string;
  readonly record?: Hibernation;
}

/** POSIX shell for `sh -s` as root that prints what the server holds, one fact a line. */
export function readHibernation(stack: string, root = ""): string {
  const owner = quote(`${root}/var/lib/consortium/${stack}/owner`);
  const file = quote(hibernationFile(stack, root));
  return [
    "set -eu",
    `if [ -f ${owner} ]; then echo "network $(cat ${owner})"; fi`,
    `if [ -f ${file} ]; then echo "record $(cat ${file})"; fi`,
    "",
  ].join("\n");
}

/** Reads what {@link readHibernation} printed. */
export function parseHibernation(printed: string): HibernationFound {
  const line = (word: string) =>
    printed
      .split("\n")
      .find((one) => one.startsWith(`${word} `))
      ?.slice(word.length + 1);
  const [network, record] = [line("network"), line("record")];
  return {
    ...(network === undefined ? {} : { network }),
    ...(record === undefined ? {} : { record: JSON.parse(record) as Hibernation }),
  };
}

/** Script that writes the record whole or not at all. */
export function writeHibernation(stack: string, record: Hibernation, root = ""): string {
  const file = hibernationFile(stack, root);
  return [
    "set -eu",
    "umask 077",
    `printf '%s\\n' ${quote(JSON.stringify(record))} >${quote(file)}.$$`,
    `mv ${quote(file)}.$$ ${quote(file)}`,
    "",
  ].join("\n");
}

/** Script that removes the record. */
export function forgetHibernation(stack: string, root = ""): string {
  return `rm -f ${quote(hibernationFile(stack, root))}\n`;
}
