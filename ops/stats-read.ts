import { quote } from "../hosts/ssh/quote.js";

/** What a service takes of its server now. */
export interface ServiceStats {
  readonly server: string;
  readonly container: string;
  /** Of one processor: 150 is one and a half. */
  readonly cpuPercent: number;
  /** Docker's `--cpus`; 0 is no limit. */
  readonly cpusLimit: number;
  readonly memoryBytes: number;
  /** 0 is no limit. */
  readonly memoryLimitBytes: number;
  /** Since the container was started. */
  readonly blockReadBytes: number;
  readonly blockWrittenBytes: number;
  readonly processes: number;
}

/** What a server does as a whole; most services use its own network, so traffic is counted here and not by service. */
export interface ServerStats {
  readonly server: string;
  readonly processors: number;
  /** Mean of the last minute. */
  readonly load: number;
  readonly memoryBytes: number;
  readonly memoryFreeBytes: number;
  /** Since the server was started, all interfaces but loopback and Docker's own. */
  readonly networkInBytes: number;
  readonly networkOutBytes: number;
}

/** POSIX shell that prints what the stack's containers and their server take; `docker stats` needs two seconds for it. */
export function statsScript(stack: string): string {
  return [
    "set -u",
    "export LC_ALL=C",
    `ids=$(docker ps -q --filter ${quote(`label=consortium.stack=${stack}`)}) || exit 1`,
    'if [ -n "$ids" ]; then',
    `  docker inspect --format 'limit {{.Name}} {{.HostConfig.NanoCpus}} {{.HostConfig.Memory}}' $ids`,
    "  docker stats --no-stream --format 'stats {{json .}}' $ids",
    "fi",
    `echo "processors $(nproc)"`,
    'read -r load rest </proc/loadavg; echo "load $load"',
    `awk '/^MemTotal:|^MemAvailable:/ { print "memory", $1, $2 }' /proc/meminfo`,
    // Bridges and their container ends carry what a real interface carries too.
    `awk -F'[: ]+' 'NR > 2 { sub(/^ +/, ""); if ($1 !~ /^(lo|docker|br-|veth)/) { i += $2; o += $10 } } END { printf "network %.0f %.0f\\n", i, o }' /proc/net/dev`,
    "",
  ].join("\n");
}

interface PrintedStats {
  readonly Name: string;
  readonly CPUPerc: string;
  readonly MemUsage: string;
  readonly BlockIO: string;
  readonly PIDs: string;
}

/** Reads what {@link statsScript} printed. @throws Error on a line of another shape */
export function parseStats(
  server: string,
  printed: string,
): { readonly services: ServiceStats[]; readonly server: ServerStats } {
  const limits = new Map<string, { readonly cpus: number; readonly memory: number }>();
  const services: ServiceStats[] = [];
  const figures: Record<string, number> = {};
  for (const line of printed.split("\n").filter((one) => one !== "")) {
    const [word = "", ...rest] = line.split(" ");
    if (word === "limit")
      limits.set((rest[0] ?? "").replace(/^\//, ""), {
        cpus: Number(rest[1]) / 1e9,
        memory: Number(rest[2]),
      });
    else if (word === "stats")
      services.push(serviceOf(server, JSON.parse(rest.join(" ")) as PrintedStats, limits));
    else if (word === "memory") figures[rest[0] ?? ""] = Number(rest[1]) * 1024;
    else if (word === "network") [figures.in, figures.out] = [Number(rest[0]), Number(rest[1])];
    else if (word === "processors" || word === "load") figures[word] = Number(rest[0]);
    else throw new Error(`unexpected line of the figures: ${line.slice(0, 80)}`);
  }
  return {
    services,
    server: {
      server,
      processors: figures.processors ?? 0,
      load: figures.load ?? 0,
      memoryBytes: figures["MemTotal:"] ?? 0,
      memoryFreeBytes: figures["MemAvailable:"] ?? 0,
      networkInBytes: figures.in ?? 0,
      networkOutBytes: figures.out ?? 0,
    },
  };
}

function serviceOf(
  server: string,
  { Name, CPUPerc, MemUsage, BlockIO, PIDs }: PrintedStats,
  limits: ReadonlyMap<string, { readonly cpus: number; readonly memory: number }>,
): ServiceStats {
  const [read = "", written = ""] = BlockIO.split(" / ");
  return {
    server,
    container: Name,
    cpuPercent: Number.parseFloat(CPUPerc) || 0,
    cpusLimit: limits.get(Name)?.cpus ?? 0,
    memoryBytes: parseDockerSize(MemUsage.split(" / ")[0] ?? ""),
    memoryLimitBytes: limits.get(Name)?.memory ?? 0,
    blockReadBytes: parseDockerSize(read),
    blockWrittenBytes: parseDockerSize(written),
    processes: Number.parseInt(PIDs, 10) || 0,
  };
}

const dockerUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** Bytes of a size as Docker prints it, `55.3MiB` or `1.2kB`, to the digits that it prints; 0 for `--`. */
export function parseDockerSize(text: string): number {
  const [, number = "", unit = ""] = /^([\d.]+)\s*([A-Za-z]+)$/.exec(text.trim()) ?? [];
  return Math.round(Number(number) * (dockerUnits[unit] ?? 0));
}
