import type { Finding } from "../../config/findings.js";
import { wefeLimits } from "../../config/wefe/tiers.js";
import { containerOf, openFiles } from "../context.js";
import { endpoint } from "../endpoint.js";
import type {
  Healthcheck,
  Limits,
  PlannedPort,
  PlannedService,
  PlannedVolume,
  VolumeMount,
} from "../model/service.js";
import { volumeName } from "../names.js";
import { resolveHost, type Whereabouts } from "./addresses.js";
import type { WefeContext } from "./context.js";
import { wefeFinding } from "./findings.js";
import { readyChecks } from "./order.js";
import type { VendorPort, VendorService } from "./package/types.js";
import { portName } from "./port-names.js";
import { oldArmImages, type WefeService, type WefeStage } from "./services.js";
import type { SideService } from "./side-service.js";
import { type PlacedSide, serviceName } from "./sides.js";
import type { WefeChange } from "./types.js";

/** Where the package lies on a server, as the vendor's manual unpacks it (2.1). */
export const packageRoot = "/opt/wefe";

/** A service as planned, with what is changed of the vendor's words and what is wrong with them. */
export interface ServicePlan {
  readonly service: PlannedService;
  readonly changes: readonly WefeChange[];
  readonly findings: readonly Finding[];
}

const roles: Readonly<Record<WefeStage, { readonly role: string; readonly phase: string }>> = {
  data: { role: "wefe-data", phase: "wefe-data" },
  services: { role: "wefe-service", phase: "wefe-service" },
  followers: { role: "wefe-service", phase: "wefe-follower" },
  websites: { role: "wefe-website", phase: "wefe-website" },
};

/** Least time that what holds data has to write it down; Docker's 10 s are for what holds none. */
const dataStopSeconds = 60;

/** Physical name of the Docker network of a stack's federation, the same on each of its servers. */
export function bridgeName(stack: string): string {
  return `${stack}-wefe`;
}

/** One service of the package on one server; its placed files are added by {@link withFiles}. */
export function planService(context: WefeContext, one: SideService, where: Whereabouts): ServicePlan {
  const { side, catalogue, vendor, name } = one;
  const image = imageOf(context, one);
  const hosts = hostsOf(one, where);
  const ports = portsOf(one, where);
  const { role, phase } = roles[catalogue.stage];
  const stopSeconds =
    catalogue.stage === "data" ? Math.max(vendor.stopSeconds, dataStopSeconds) : vendor.stopSeconds;
  const healthcheck = healthcheckOf(vendor);
  const network = networkOf(context, one);
  return {
    service: {
      name,
      container: containerOf(context, name),
      owner: side.name,
      role,
      phase,
      server: side.server,
      image: image.name,
      command: vendor.command,
      env: vendor.env,
      hosts: hosts.hosts,
      volumes: volumesOf(context, one),
      files: [],
      ports: ports.ports,
      limits: limitsOf(one),
      stopSeconds,
      ...(network.bridge ? { bridge: network.bridge } : {}),
      ...(healthcheck ? { healthcheck } : {}),
      ...(Object.keys(vendor.options).length === 0 ? {} : { options: vendor.options }),
      ready: readyChecks(one, ports.ports, context.placement.addressOf(side.server)),
    },
    changes: [...image.changes, ...hosts.changes, ...ports.changes],
    findings: [...hosts.findings, ...ports.findings, ...network.findings, ...platformOf(context, one)],
  };
}

function change(
  { side, name, vendor }: SideService,
  key: string,
  { from, to }: { readonly from: string; readonly to: string },
): WefeChange {
  return {
    server: side.server,
    service: name,
    file: vendor.place.file,
    key: `services.${vendor.name}.${key}`,
    from,
    to,
  };
}

/** The vendor's image, or the one that the manual puts in its place on an old ARM processor (7.9, 7.10). */
function imageOf({ settings }: WefeContext, one: SideService) {
  const { vendor, catalogue, side, part } = one;
  const old =
    settings.servers?.[side.server]?.arch === "arm64-v8.0"
      ? oldArmImages.find((image) => image.service === catalogue.name && image.when === "ARM before v8.2")
      : undefined;
  return old === undefined || part === "beside"
    ? { name: vendor.image, changes: [] }
    : { name: old.image, changes: [change(one, "image", { from: vendor.image, to: old.image })] };
}

function hostsOf(one: SideService, where: Whereabouts) {
  const { vendor, side } = one;
  const hosts: Record<string, string> = {};
  const changes: WefeChange[] = [];
  const findings: Finding[] = [];
  for (const [name, written] of Object.entries(vendor.hosts)) {
    const key = `services.${vendor.name}.extra_hosts.${name}`;
    const answer = resolveHost(name, written, side, where);
    if (answer.kind === "address") {
      hosts[name] = answer.address;
      if (answer.address !== written)
        changes.push(change(one, `extra_hosts.${name}`, { from: written, to: answer.address }));
    } else if (answer.kind === "unknown")
      findings.push(
        wefeFinding("wefe-host-name", vendor.place, key, {
          message: `nobody knows which server ${name} stands for`,
          found: `${name}:${written}`,
          allowed:
            "mysql.service, redis.service, clickhouse.service, mongodb.service, fisco.service, host.service",
          remedy: "look in this release's manual what it is; this program has to learn it",
        }),
      );
  }
  return { hosts, changes, findings };
}

function portsOf(one: SideService, where: Whereabouts) {
  const { vendor, side, catalogue } = one;
  const own = where.addressOf(side.server);
  const changes: WefeChange[] = [];
  const findings: Finding[] = [];
  // In its server's own network a service listens by itself, where it wants.
  const published = vendor.attachment.kind === "bridge" ? vendor.ports : [];
  const ports = published.map((port): PlannedPort => {
    const name = portName(catalogue.name, port.published, port.name);
    const { exposure, address } = bound(one, port, own);
    if (address !== (port.address ?? "0.0.0.0")) {
      const from = endpoint(port.address ?? "0.0.0.0", port.published);
      changes.push(change(one, `ports.${port.published}`, { from, to: endpoint(address, port.published) }));
      if (catalogue.stage !== "data")
        findings.push(
          wefeFinding("wefe-port-address", vendor.place, `services.${vendor.name}.ports`, {
            message: `${vendor.name} is published on one address of one machine`,
            found: from,
            allowed: "all addresses, or a loopback one",
            remedy: `take the address out of the compose file: ${port.published}:${port.target}`,
          }),
        );
    }
    return {
      name,
      port: port.published,
      exposure,
      address,
      ...(port.target === port.published ? {} : { target: port.target }),
    };
  });
  return { ports, changes, findings };
}

/** What holds data is reached on its server's own address only; the rest where the vendor's file publishes it. */
function bound(
  { catalogue }: SideService,
  { address }: VendorPort,
  own: string,
): Pick<PlannedPort, "exposure" | "address"> {
  if (catalogue.stage === "data") return { exposure: "private", address: own };
  if (address === undefined || address === "0.0.0.0" || address === "::")
    return { exposure: "public", address: "0.0.0.0" };
  if (/^127\./.test(address)) return { exposure: "loopback", address };
  return { exposure: "private", address: own };
}

/** Every source of a service's data is a volume of its own; a compose file may mount one at several paths. */
function volumesOf(context: WefeContext, { vendor, name }: SideService): PlannedVolume[] {
  const mounts = new Map<string, VolumeMount[]>();
  for (const mount of vendor.mounts)
    if (mount.kind === "data")
      mounts.set(mount.volume, [
        ...(mounts.get(mount.volume) ?? []),
        { path: mount.path, ...(mount.access === "read" ? { access: mount.access } : {}) },
      ]);
  return [...mounts].flatMap(([volume, all]) =>
    mountedAt({ name: volumeName(context.stack, name, volume), frozen: {} }, all),
  );
}

/** A volume with these mounts; none where nothing is left to mount. */
export function mountedAt(
  { name, frozen }: Pick<PlannedVolume, "name" | "frozen">,
  [first, ...alsoAt]: readonly VolumeMount[],
): PlannedVolume[] {
  return first === undefined ? [] : [{ name, ...first, frozen, ...(alsoAt.length === 0 ? {} : { alsoAt }) }];
}

/** The tier's share of the side's row, or what the vendor's file limits where that is less. */
function limitsOf({ vendor, side, catalogue }: SideService): Limits {
  const share = wefeLimits(side.tier, side.side, catalogue.name);
  const { memoryMiB = share.memoryMiB, cpus, openFiles: written } = vendor.limits;
  return {
    memoryMiB: Math.min(memoryMiB, share.memoryMiB),
    // A share is a weight and no limit; a limit that the vendor's file has is kept.
    ...(cpus === undefined ? { cpus: share.cpus, cpuWeight: share.cpuWeight } : { cpus }),
    openFiles: written ?? openFiles[side.tier],
  };
}

function healthcheckOf({ healthcheck }: VendorService): Healthcheck | undefined {
  if (healthcheck !== "disabled") return healthcheck;
  return { test: ["NONE"], intervalSeconds: 0, timeoutSeconds: 0, retries: 0, startSeconds: 0 };
}

function networkOf(context: WefeContext, { vendor }: SideService) {
  const { attachment } = vendor;
  if (attachment.kind === "bridge") {
    const aliases = new Set([vendor.name, vendor.containerName ?? vendor.name, ...attachment.aliases]);
    return { bridge: { network: bridgeName(context.stack), aliases: [...aliases] }, findings: [] };
  }
  if (attachment.kind === "host") return { findings: [] };
  return {
    findings: [
      wefeFinding("wefe-network", vendor.place, `services.${vendor.name}.network_mode`, {
        message: `${vendor.name} stands in no network`,
        found: "none",
        allowed: "the package's network, or host",
        remedy: "leave network_mode out",
      }),
    ],
  };
}

function platformOf({ settings }: WefeContext, { vendor, side }: SideService): Finding[] {
  const arch = settings.servers?.[side.server]?.arch ?? "amd64";
  if (vendor.platform === undefined || arch.startsWith(vendor.platform)) return [];
  return [
    wefeFinding("wefe-platform", vendor.place, `services.${vendor.name}.platform`, {
      message: `${vendor.name} is for ${vendor.platform}, server ${side.server} is ${arch}`,
      found: vendor.platform,
      allowed: arch,
      remedy:
        "take `platform` out where there is an image for the server's architecture, or choose another server",
    }),
  ];
}

/** The services of a side that its package folders describe. */
export function sideServices(
  side: PlacedSide,
  catalogue: readonly WefeService[],
  vendors: readonly VendorService[],
): SideService[] {
  return catalogue.flatMap((one) => {
    const found = vendors.filter(({ folder }) => folder === one.name);
    const main =
      found.find(({ name, containerName }) => name === one.name || containerName === one.name) ?? found[0];
    return found.map(
      (vendor): SideService => ({
        side,
        catalogue: one,
        vendor,
        name: serviceName(side, vendor.name),
        part: vendor === main ? "main" : "beside",
      }),
    );
  });
}
