import { posix } from "node:path";
import type { Finding } from "../../config/findings.js";
import type { PlannedBind, PlannedService } from "../model/service.js";
import { byName } from "../names.js";
import { sha256 } from "../sha256.js";
import { addressesFor, type Whereabouts } from "./addresses.js";
import { wefeFinding } from "./findings.js";
import { entriesBelow, entryAt } from "./package/entries.js";
import { keyFinding } from "./package/findings.js";
import type { PackageFiles, VendorMount } from "./package/types.js";
import { chainProperties, sdkFiles } from "./sdk-files.js";
import { mountedAt, packageRoot, type ServicePlan } from "./service.js";
import { overlayService } from "./settings.js";
import type { SideService } from "./side-service.js";
import type { PlacedConfig, WefeChange, WefePlacement } from "./types.js";

/** A service with what is placed for it on its server. */
export interface PlacedService extends ServicePlan {
  /** Paths of the package that it mounts. */
  readonly sources: readonly string[];
  readonly texts: readonly PlacedConfig[];
}

type PackageMount = Extract<VendorMount, { kind: "package" }>;

/**
 * Adds what each service mounts of the package, with the values that derive from addresses set in it. A file that is
 * changed for one service is changed for every other that mounts it on that server.
 */
export function withFiles<T extends ServicePlan & { readonly one: SideService }>(
  files: PackageFiles,
  plans: readonly T[],
  where: Whereabouts,
): (T & PlacedService)[] {
  const all = plans.map((plan) => ({
    plan,
    configs: plan.one.part === "main" ? configsOf(files, plan.one, where) : noConfigs,
  }));
  return all.map(({ plan, configs }) => {
    const beside = all.filter((other) => other.plan.service.server === plan.service.server);
    const changed = byPath(beside.flatMap((other) => other.configs.texts));
    return { ...plan, ...placed(files, plan.one, plan, configs, changed) };
  });
}

function placed(
  files: PackageFiles,
  one: SideService,
  plan: ServicePlan,
  configs: Configs,
  changed: readonly PlacedConfig[],
): PlacedService {
  const { vendor } = one;
  const mounts = vendor.mounts.filter((mount): mount is PackageMount => mount.kind === "package");
  const sources = [...new Set(mounts.map(({ source }) => source))].sort(byName);
  const isMounted = ({ path }: PlacedConfig) => sources.some((source) => isBelow(path, source));
  const texts = changed.filter(isMounted);
  const material = texts.flatMap(({ source }) => (source.kind === "material" ? [source.name] : []));
  const binds = vendor.mounts.flatMap(bindOf);
  const hidden = new Set(configs.instead.map(({ path }) => path));
  const volumes = plan.service.volumes.flatMap(({ name, frozen, alsoAt = [], ...first }) =>
    mountedAt(
      { name, frozen },
      [first, ...alsoAt].filter(({ path }) => !hidden.has(path)),
    ),
  );
  const service: PlannedService = {
    ...plan.service,
    volumes,
    files: configs.uploaded,
    ...(binds.length === 0 ? {} : { binds }),
    ...(sources.length === 0 ? {} : { placed: digestOf(files, sources, texts) }),
    ...(material.length === 0 ? {} : { placedMaterial: material }),
  };
  return {
    service,
    sources,
    texts,
    changes: [...plan.changes, ...configs.changes],
    findings: [
      ...plan.findings,
      ...configs.findings,
      ...unmounted(
        one,
        configs.texts.filter((text) => !isMounted(text)),
      ),
    ],
  };
}

/** Everything that is placed on one server, for all services there. */
export function placementOf(
  files: PackageFiles,
  server: string,
  services: readonly PlacedService[],
): WefePlacement | undefined {
  const all = [...new Set(services.flatMap(({ sources }) => sources))].sort(byName);
  const sources = all.filter((source) => !all.some((other) => other !== source && isBelow(source, other)));
  if (sources.length === 0) return undefined;
  const texts = byPath(services.flatMap((service) => service.texts)).sort((a, b) => byName(a.path, b.path));
  return { server, root: packageRoot, sources, texts, digest: digestOf(files, sources, texts) };
}

/** One text a path: two services may mount the same one. */
function byPath(texts: readonly PlacedConfig[]): PlacedConfig[] {
  return [...new Map(texts.map((text) => [text.path, text])).values()];
}

interface Configs {
  readonly texts: readonly PlacedConfig[];
  readonly uploaded: PlannedService["files"];
  readonly instead: readonly VendorMount[];
  readonly changes: readonly WefeChange[];
  readonly findings: readonly Finding[];
}

const noConfigs: Configs = { texts: [], uploaded: [], instead: [], changes: [], findings: [] };

/** The files of a service that become others here, and the certificates that it shows the chain. */
function configsOf(files: PackageFiles, one: SideService, where: Whereabouts): Configs {
  const { side, catalogue, vendor, name } = one;
  const dialsChain = side.side === "union" && catalogue.needs.some(({ service }) => service === "chain");
  return overlayService(catalogue.name, files, addressesFor(side, where)).reduce<Configs>((all, overlaid) => {
    const { file, original } = overlaid;
    const chain = dialsChain && original !== "" ? where.chain : undefined;
    const result = chain ? chainProperties({ file, text: overlaid.text }, chain) : undefined;
    const text = result?.text ?? overlaid.text;
    const sdk = chain && sdkFiles(vendor, { file, text }, chain);
    const changes = [...overlaid.changes, ...(result?.changes ?? [])];
    const damaged = text !== original && original.includes(undecoded);
    return {
      texts: [
        ...all.texts,
        ...(text === original
          ? []
          : [{ path: file, mode: modeOf(files, file), source: { kind: "text" as const, text } }]),
        ...(sdk?.placed ?? []),
      ],
      uploaded: [...all.uploaded, ...(sdk?.uploaded ?? [])],
      instead: [...all.instead, ...(sdk?.instead ?? [])],
      changes: [
        ...all.changes,
        ...changes.map(({ key, from = "", to }) => ({
          server: side.server,
          service: name,
          file,
          key,
          from,
          to,
        })),
      ],
      findings: [
        ...all.findings,
        ...overlaid.findings,
        ...(result?.findings ?? []),
        ...(sdk?.findings ?? []),
        ...(damaged ? [notUtf8(file, original)] : []),
      ],
    };
  }, noConfigs);
}

/** What stands in a text for bytes that are not UTF-8. */
const undecoded = "\ufffd";

/** Written again, the bytes would be lost: a file that is not changed is placed as it is. */
function notUtf8(file: string, text: string): Finding {
  const line = text.slice(0, text.indexOf(undecoded)).split("\n").length;
  return keyFinding("overlay-encoding", { file, line }, "", {
    message: "is not UTF-8, so that a value in it cannot be set without spoiling the rest",
    remedy:
      "write the file as UTF-8 in the package: iconv -f GB18030 -t UTF-8, for one with Chinese comments",
  });
}

/** As the package has the file; what only root may read stays so. */
function modeOf(files: PackageFiles, path: string): PlacedConfig["mode"] {
  const entry = entryAt(files, path);
  const mode = entry?.kind === "file" ? entry.mode : 0o644;
  if ((mode & 0o077) === 0) return "0600";
  return (mode & 0o111) === 0 ? "0644" : "0755";
}

function bindOf(mount: VendorMount): PlannedBind[] {
  if (mount.kind === "data") return [];
  const { path, access } = mount;
  if (mount.kind === "system") return [{ from: mount.source, path, access }];
  return [{ from: posix.join(packageRoot, mount.source), path, access }];
}

function unmounted({ vendor }: SideService, texts: readonly PlacedConfig[]): Finding[] {
  return texts.map(({ path }) =>
    wefeFinding("wefe-config-unmounted", vendor.place, `services.${vendor.name}.volumes`, {
      message: `${vendor.name} does not mount ${path}, in which an address is set`,
      found: vendor.mounts.map((mount) => `${mount.source}:${mount.path}`).join(", ") || "no mount",
      remedy: "look how this release gives the file to its service; it may lie in the image",
    }),
  );
}

/** What lies under some paths of the package when all is placed; a material counts by its name. */
function digestOf(
  files: Pick<PackageFiles, "entries">,
  sources: readonly string[],
  texts: readonly PlacedConfig[],
): string {
  const replaced = new Set(texts.map(({ path }) => path));
  const entries = sources
    .flatMap((source) => entriesBelow(files, source))
    .filter(({ path }) => !replaced.has(path));
  return sha256(
    JSON.stringify([
      entries.map((entry) => [
        entry.path,
        entry.kind,
        entry.kind === "file" ? [entry.mode, entry.sha256] : [],
      ]),
      texts.map(({ path, mode, source }) => [path, mode, source]),
    ]),
  ).slice(0, 16);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
