/** What is known of a server, read from the lines of the facts script and from the connection itself. */
export interface Facts {
  readonly user: string;
  /** Whether the script ran as root, directly or by `sudo -n`. */
  readonly root: boolean;
  readonly groups: readonly string[];
  /** `ID` and `VERSION_ID` of os-release, e.g. `debian 12`. */
  readonly os: string;
  /** As `uname -m` says. */
  readonly arch: string;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly disk?: { readonly totalMiB: number; readonly freeMiB: number; readonly path: string };
  /** Version of the installed Docker engine. */
  readonly engine?: string;
  /** Version that apt would install where there is none; `unlisted` when apt has no package lists yet. */
  readonly candidate?: string;
  /** Version of the engine that runs. */
  readonly running?: string;
  /** TCP sockets that listen, or `undefined` when the server has no `ss`. */
  readonly listeners?: readonly Listener[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** Network id of the owner claim. */
  readonly owner?: string;
  /** Options of its sshd, lower case. */
  readonly sshd: Readonly<Record<string, string>>;
  /** What dialling another server gave: `open`, `refused`, `timeout` or the failure. */
  readonly reach: Readonly<Record<string, string>>;
}

export interface Listener {
  /** Local address; `*` for all. */
  readonly address: string;
  readonly port: number;
  readonly process: string;
  /** Id of the container it runs in. */
  readonly container?: string;
}

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stack: string;
  readonly network: string;
}

export interface Volume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the connection tells beside the script. */
export interface LinkFacts {
  /** The server's clock minus ours, and how far that may be off (half the round trip). */
  readonly clock: { readonly aheadSeconds: number; readonly uncertainSeconds: number };
  /** Why a TCP connection could not be forwarded, unless it could. */
  readonly tcpForwarding?: string;
  /** Why Docker's API could not be reached through the login, unless it could. */
  readonly dockerApi?: string;
}

/** Reads the facts script's output. @throws Error when the script broke off. */
export function parseFacts(printed: string): Facts {
  const lines = printed.trimEnd().split("\n");
  if (lines.at(-1) !== "complete") throw new Error(`the checking script broke off after: ${lines.at(-1)}`);
  const all = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1).trim());
  const one = (word: string) => all(word)[0] ?? "";
  const optional = <Key extends string>(key: Key, word: string) => {
    const value = all(word)[0];
    return value === undefined ? {} : ({ [key]: value } as Record<Key, string>);
  };
  const disk = /^(\d+) (\d+) (.+)$/.exec(one("disk-kib"));
  return {
    user: one("user"),
    root: one("root") === "yes",
    groups: one("groups").split(" "),
    os: one("os"),
    arch: one("arch"),
    cpus: Number(one("cpus")),
    memoryMiB: Math.floor(Number(one("memory-kib")) / 1024),
    ...(disk
      ? {
          disk: {
            totalMiB: Math.floor(Number(disk[1]) / 1024),
            freeMiB: Math.floor(Number(disk[2]) / 1024),
            path: disk[3] ?? "",
          },
        }
      : {}),
    ...optional("engine", "engine"),
    ...optional("candidate", "candidate"),
    ...optional("running", "running"),
    ...(one("listeners") === "known" ? { listeners: all("listen").map(readListener) } : {}),
    containers: all("container").map((line) => {
      const [id = "", name = "", state = "", stack = "", network = ""] = line.split("|");
      return { id, name, state, stack, network };
    }),
    volumes: all("volume").map((line) => {
      const at = line.indexOf(" ");
      // Docker prints null for a volume without labels.
      const labels = (JSON.parse(line.slice(at + 1)) ?? {}) as Record<string, string>;
      return { name: line.slice(0, at), labels };
    }),
    ...optional("owner", "owner"),
    sshd: Object.fromEntries(all("sshd").map((line) => line.split(" ", 2) as [string, string])),
    reach: Object.fromEntries(
      all("reach").map((line) => {
        const at = line.indexOf(" ");
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    ),
  };
}

function readListener(line: string): Listener {
  const [local = "", process = "?", container = "-"] = line.split(" ");
  const at = local.lastIndexOf(":");
  const address = local
    .slice(0, at)
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:/, "")
    .replace(/%.*$/, "");
  return {
    address: address === "0.0.0.0" || address === "::" ? "*" : address,
    port: Number(local.slice(at + 1)),
    process,
    ...(container === "-" ? {} : { container }),
  };
}
