import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { parseHostKey } from "../../hosts/ssh/host-key.js";
import type { LinkOptions } from "../../hosts/ssh/pool.js";
import type { SshTarget } from "../../hosts/ssh/target.js";

/** Where a docker.Provider with an ssh:// host logs in. */
export interface SshLogin {
  readonly target: SshTarget;
  readonly options: LinkOptions;
}

/**
 * Reads a provider's `host` (`ssh://user@host:port`) and `sshOpts` (words for the `ssh` command).
 * Honoured: `-o KnownHostsCommand=… TYPE KEY` (the pin), `-o ProxyCommand=ssh -W … user@jump` with a pin of its own,
 * `-o User`, `-l`, `-o Port`, `-p`, `-o IdentityFile`, `-i`, `-o IdentityAgent`, `-o ConnectTimeout`. Of a ProxyCommand
 * that runs our dial.sh only the way counts, since a shared connection needs no second dialling.
 * Everything else is left aside: connections are shared anyway (ControlMaster) and keys are always checked.
 * @throws Error when no key is pinned, or a jump host is not pinned.
 */
export function parseSshHost(host: string, sshOpts: readonly string[]): SshLogin {
  const url = new URL(host);
  const given = parseOptions(sshOpts);
  const user = decodeURIComponent(url.username) || given.user || userInfo().username;
  const port = Number(url.port || given.port || 22);
  const at = `docker host ${host}`;
  if (given.jumpWord !== undefined)
    throw new Error(
      `${at}: -J and ProxyJump cannot be pinned; use -o ProxyCommand=ssh -W %h:%p -o 'KnownHostsCommand=/bin/echo %%H TYPE KEY' user@jump`,
    );
  const jump = given.proxyCommand === undefined ? undefined : parseProxyCommand(at, given.proxyCommand);
  const target: SshTarget = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    user,
    hostKey: pinned(at, given.knownHostsCommand),
    ...(jump === undefined ? {} : { jump: jump.target }),
  };
  return {
    target,
    options: {
      ...(given.connectTimeout === undefined ? {} : { perDialSeconds: given.connectTimeout }),
      ...login("credentials", given),
      ...(jump === undefined ? {} : login("jumpCredentials", jump.given)),
    },
  };
}

interface Options {
  user?: string;
  port?: string;
  knownHostsCommand?: string;
  proxyCommand?: string;
  jumpWord?: string;
  identityFile?: string;
  identityAgent?: string;
  connectTimeout?: number;
  /** Words that are no options: the destination of a ProxyCommand. */
  rest: string[];
}

/** Options of ssh that take a value, by letter (ssh(1)). */
const withValue = "BbcDEeFIiJLlmOopQRSWw";

function parseOptions(words: readonly string[]): Options {
  const options: Options = { rest: [] };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? "";
    const letter = word[1] ?? "";
    if (!word.startsWith("-") || word === "-") {
      options.rest.push(word);
      continue;
    }
    if (word === "--" || !withValue.includes(letter)) continue;
    const value = word.length > 2 ? word.slice(2).trim() : (words[++i] ?? "");
    if (letter === "o") setOption(options, value);
    else if (letter === "l") options.user = value;
    else if (letter === "p") options.port = value;
    else if (letter === "i") options.identityFile = value;
    else if (letter === "J") options.jumpWord = value;
  }
  return options;
}

function setOption(options: Options, text: string): void {
  const match = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)"?(.*?)"?\s*$/s.exec(text);
  const value = match?.[2] ?? "";
  switch (match?.[1]?.toLowerCase()) {
    case "user":
      options.user = value;
      break;
    case "port":
      options.port = value;
      break;
    case "knownhostscommand":
      options.knownHostsCommand = value;
      break;
    case "proxycommand":
      options.proxyCommand = value;
      break;
    case "proxyjump":
      options.jumpWord = value;
      break;
    case "identityfile":
      options.identityFile = value;
      break;
    case "identityagent":
      options.identityAgent = value;
      break;
    case "connecttimeout":
      options.connectTimeout = Number(value);
      break;
  }
}

/** The key that a KnownHostsCommand such as `/bin/echo %H ssh-ed25519 AAAA…` prints. */
function pinned(at: string, command: string | undefined): string {
  if (command === undefined)
    throw new Error(
      `${at}: no host key is pinned. Add to sshOpts: -o "KnownHostsCommand=/bin/echo %H ssh-ed25519 AAAA…"`,
    );
  const words = shellWords(command);
  const [type, key] = words.slice(words.findIndex((word) => /^(ssh-|ecdsa-|sk-)/.test(word)));
  try {
    parseHostKey(`${type} ${key}`);
  } catch (error) {
    throw new Error(`${at}: the key in KnownHostsCommand ${error instanceof Error ? error.message : error}`);
  }
  return `${type} ${key}`;
}

/** The jump host of a ProxyCommand; none where it dials straight. */
function parseProxyCommand(at: string, command: string): { target: SshTarget; given: Options } | undefined {
  const all = shellWords(command);
  const dials = all[0] === "bash" && all[1]?.split("/").at(-1) === "dial.sh";
  if (dials && all[2] === "tcp") return undefined;
  const [program, ...words] = dials ? all.slice(3) : all;
  const given = parseOptions(words);
  const destination = given.rest[0];
  if (program?.split("/").at(-1) !== "ssh" || destination === undefined)
    throw new Error(`${at}: the ProxyCommand is not of the form ssh -W %h:%p … user@jump`);
  const url = new URL(destination.startsWith("ssh://") ? destination : `ssh://${destination}`);
  const inner = given.proxyCommand === undefined ? undefined : parseProxyCommand(at, given.proxyCommand);
  return {
    given,
    target: {
      host: url.hostname,
      port: Number(url.port || given.port || 22),
      user: decodeURIComponent(url.username) || given.user || userInfo().username,
      hostKey: pinned(`${at}: jump host ${destination}`, given.knownHostsCommand),
      ...(inner === undefined ? {} : { jump: inner.target }),
    },
  };
}

function login(key: "credentials" | "jumpCredentials", given: Options): LinkOptions {
  if (given.identityFile !== undefined)
    return { [key]: { privateKey: readFileSync(given.identityFile.replace(/^~(?=\/)/, homedir()), "utf8") } };
  if (given.identityAgent !== undefined && given.identityAgent !== "SSH_AUTH_SOCK")
    return { [key]: { agentSocket: given.identityAgent } };
  return {};
}

/** Splits a command line as a POSIX shell does: quotes and backslashes, no expansions. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i] ?? "";
    if (c === "'" || c === '"') {
      const end = line.indexOf(c, i + 1);
      word = (word ?? "") + line.slice(i + 1, end < 0 ? undefined : end);
      i = end < 0 ? line.length : end;
    } else if (c === "\\") {
      word = (word ?? "") + (line[i + 1] ?? "");
      i += 1;
    } else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + c;
  }
  return word === undefined ? words : [...words, word];
}
