import type { Network } from "../../topology/ipv4.js";

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
  /** Features of each kind of processor as `/proc/cpuinfo` of a 64-bit ARM has them; asked where a level was said. */
  readonly features: readonly (readonly string[])[];
  readonly disk?: { readonly totalMiB: number; readonly freeMiB: number; readonly path: string };
  /** Docker's data-root and where it is when links are followed; asked where a vendor's package is planned. */
  readonly dataRoot?: { readonly named: string; readonly real: string };
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
  /** Docker's networks and the ports that containers publish; asked where bridge networks are planned. */
  readonly networks: readonly DockerNetwork[];
  readonly published: readonly {
    readonly container: string;
    readonly address: string;
    readonly port: number;
  }[];
  /** IPv4 routes, the default one among them; asked where bridge networks are planned. */
  readonly routes: readonly Route[];
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

export interface DockerNetwork {
  readonly name: string;
  readonly stack: string;
  readonly network: string;
  /** Its device on the server, which its routes go through. */
  readonly device: string;
  /** In CIDR notation. */
  readonly subnets: readonly string[];
}

/** Where the kernel sends packets for a network. */
export interface Route {
  readonly device: string;
  readonly to: Network;
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
    features: all("features").map((line) => line.split(" ")),
    ...(disk
      ? {
          disk: {
            totalMiB: Math.floor(Number(disk[1]) / 1024),
            freeMiB: Math.floor(Number(disk[2]) / 1024),
            path: disk[3] ?? "",
          },
        }
      : {}),
    ...(one("data-root") === "" ? {} : { dataRoot: { named: one("data-root"), real: one("data-real") } }),
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
    networks: all("network").map(readNetwork),
    published: all("published").map((line) => {
      const [container = "", address = "", port = ""] = line.split(" ");
      return { container, address: anyAddress(address), port: Number(port) };
    }),
    routes: all("route").map((line) => {
      const [device = "", destination = "", mask = ""] = line.split(" ");
      return { device, to: routed(destination, mask) };
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
    address: anyAddress(address),
    port: Number(local.slice(at + 1)),
    process,
    ...(container === "-" ? {} : { container }),
  };
}

/** `*` for all addresses of a family, which Docker and the kernel write in several ways. */
function anyAddress(address: string): string {
  return address === "0.0.0.0" || address === "::" || address === "" ? "*" : address;
}

function readNetwork(line: string): DockerNetwork {
  // Docker prints "<no value>" for a label or option that is not there.
  const [id = "", name = "", stack = "", network = "", device = "", subnets = ""] = line
    .split("|")
    .map((part) => part.replace("<no value>", "").trim());
  return {
    name,
    stack,
    network,
    device: device === "" ? `br-${id.slice(0, 12)}` : device,
    subnets: subnets.split(" ").filter((subnet) => subnet !== ""),
  };
}

/** A destination of `/proc/net/route`: address and mask in hex, last byte first (amd64 and arm64 are little-endian). */
function routed(destination: string, mask: string): Network {
  const number = (hex: string) =>
    (hex.match(/../g) ?? []).reduceRight((sum, byte) => sum * 256 + Number.parseInt(byte, 16), 0);
  return { first: number(destination), bits: number(mask).toString(2).replaceAll("0", "").length };
}
