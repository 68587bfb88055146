import { basename } from "node:path";
import type { Finding, RuleDescription } from "../../config/findings.js";
import type { ImageSettings } from "../../config/schema.js";
import { byName } from "../names.js";
import type { ArchiveImage, ArchiveLookup } from "./archive-image.js";
import type { NeededImage } from "./needed.js";

interface Delivered {
  /** Name in the catalogue. */
  readonly name: string;
  /** What `docker.RemoteImage.name` gets. */
  readonly reference: string;
  /** Servers that run it, by name. */
  readonly servers: readonly string[];
  /** Architecture of these servers, where those of another get another image under the same name. */
  readonly architecture?: string;
}

/** From the user's registry: nothing to deliver. */
export interface ReferencedImage extends Delivered {
  readonly kind: "reference";
}

/** From an archive: pushed once to the stack's registry, pulled by digest from there. */
export interface RegistryImage extends Delivered {
  readonly kind: "registry";
  /** The archive, relative to the project. */
  readonly archive: string;
  readonly id: string;
  readonly manifestDigest: string;
}

/** From an archive: loaded into each server under a tag that holds its id. */
export interface LoadedImage extends Delivered {
  readonly kind: "loaded";
  readonly archive: string;
  readonly id: string;
}

/** How an image comes to its servers. */
export type ResolvedImage = ReferencedImage | RegistryImage | LoadedImage;

export interface CatalogueInput {
  readonly settings: ImageSettings;
  readonly needed: readonly NeededImage[];
  /** By name, from `findArchives`, for the names that `archivesToRead` gives. */
  readonly archives: Readonly<Record<string, ArchiveLookup>>;
  /** Images of archives that are for the servers of one architecture only; they win over `archives`. */
  readonly byArchitecture?: readonly ArchitectureLookup[];
  /** `address:port` of the stack's registry, when it has one. */
  readonly registry?: string;
}

/** Where an image is for servers of one architecture. */
export interface ArchitectureLookup {
  readonly name: string;
  readonly architecture: string;
  readonly lookup: ArchiveLookup;
}

/** The images of a stack, or why some cannot be delivered. */
export interface Catalogue {
  /** On one server a name is one image; servers of two architectures may each have theirs under it. */
  readonly images: readonly ResolvedImage[];
  readonly findings: readonly Finding[];
}

/** What is checked of the archives themselves, by `pulumi preview` and `up`: `validate` does not read them. */
export const imageRules = [
  {
    id: "image-missing",
    severity: "error",
    holds: "an image without a reference has its archive NAME.tar",
    source: "own",
  },
  {
    id: "image-archive",
    severity: "error",
    holds: "an archive is a whole image as `docker save` writes it",
    source: "own: read before anything is sent",
  },
  {
    id: "image-architecture",
    severity: "error",
    holds: "an archive's image is for the architecture of the servers that run it",
    source: "own",
  },
  {
    id: "image-registry",
    severity: "error",
    holds: "our own registry stands at an IPv4 address",
    source: "measured with engine 20.10: image references have no place for IPv6",
  },
] as const satisfies readonly RuleDescription[];

/** A finding of one of them. */
type ImageFinding = Finding & { readonly rule: (typeof imageRules)[number]["id"] };

/** Names that must come from archives: neither a reference themselves nor given one by the user. */
export function archivesToRead(settings: ImageSettings, needed: readonly NeededImage[]): string[] {
  return needed.filter(({ name }) => referenceOf(settings, name) === undefined).map(({ name }) => name);
}

/** Decides for every needed image where it comes from. References win over archives. */
export function resolveImages(input: CatalogueInput): Catalogue {
  const images: ResolvedImage[] = [];
  const findings: Finding[] = input.registry?.match(/:.*:/) ? [ipv6Registry(input.registry)] : [];
  for (const whole of input.needed) {
    const parts = partsOf(input, whole);
    for (const need of parts) {
      const resolved = resolve(input, need);
      const architecture = parts.length > 1 ? need.servers[0]?.arch : undefined;
      if (!("kind" in resolved)) findings.push(...resolved.findings);
      else images.push({ ...resolved, ...(architecture === undefined ? {} : { architecture }) });
    }
  }
  return { images, findings };
}

/** Each image's reference by its name; one that is not the same on all servers has a line for each architecture. */
export function referencesByName(images: readonly ResolvedImage[]): Record<string, string> {
  return Object.fromEntries(
    images.map(({ name, reference, architecture }) => [
      architecture === undefined ? name : `${name} (${architecture})`,
      reference,
    ]),
  );
}

/** A need by the architectures of its servers, where their images come from archives of their own. */
function partsOf({ settings, byArchitecture = [] }: CatalogueInput, need: NeededImage): NeededImage[] {
  const own = byArchitecture.some(({ name }) => name === need.name);
  if (!own || referenceOf(settings, need.name) !== undefined) return [need];
  return [...new Set(need.servers.map(({ arch }) => arch))].sort(byName).map((arch) => ({
    ...need,
    servers: need.servers.filter((server) => server.arch === arch),
  }));
}

/** The tag of a loaded image: the id in it makes another image another tag. */
export function loadedTag(name: string, id: string): string {
  return `consortium/${repository(name)}:${id.replace("sha256:", "").slice(0, 12)}`;
}

/** An image's name in the stack's registry: the engine allows lower case only, and what follows a colon is a tag. */
export function repository(name: string): string {
  return name.toLowerCase().replaceAll(":", "-");
}

function referenceOf(settings: ImageSettings, name: string): string | undefined {
  return name.includes("@sha256:") ? name : settings.references[name];
}

function resolve(input: CatalogueInput, need: NeededImage): ResolvedImage | { findings: Finding[] } {
  const { name } = need;
  const servers = need.servers.map((server) => server.name);
  const reference = referenceOf(input.settings, name);
  if (reference !== undefined) return { kind: "reference", name, reference, servers };

  const own = input.byArchitecture?.find(
    (one) => one.name === name && need.servers.every(({ arch }) => arch === one.architecture),
  );
  const lookup = own?.lookup ?? input.archives[name];
  if (lookup?.kind !== "image") return { findings: [notFound(input.settings, name, lookup)] };
  const { image, path } = lookup;
  const findings = wrongArchitectures(need, image, path);
  if (findings.length > 0) return { findings };
  if (input.registry === undefined || need.isRegistry)
    return {
      kind: "loaded",
      name,
      reference: loadedTag(name, image.id),
      archive: path,
      id: image.id,
      servers,
    };
  return {
    kind: "registry",
    name,
    reference: `${input.registry}/${repository(name)}@${image.manifestDigest}`,
    archive: path,
    id: image.id,
    manifestDigest: image.manifestDigest,
    servers,
  };
}

/** Image references have no place for the brackets of an IPv6 address (engine 20.10: "invalid reference format"). */
function ipv6Registry(address: string): ImageFinding {
  return {
    path: "images.registry.server",
    rule: "image-registry",
    severity: "error",
    message: "an engine cannot pull from a registry at an IPv6 address",
    found: address,
    allowed: "a server with an IPv4 address",
    remedy:
      "run the registry on a server with an IPv4 address, or leave images.registry out: images are loaded then",
  };
}

function notFound(
  settings: ImageSettings,
  name: string,
  lookup: Exclude<ArchiveLookup, { kind: "image" }> | undefined,
): Finding {
  const orReference = `or name it by digest: images.references.${name}`;
  if (lookup?.kind === "unusable")
    return {
      path: "images.archives",
      rule: "image-archive",
      severity: "error",
      message: `the archive of image ${name} cannot be delivered: ${lookup.problem}`,
      found: lookup.path,
      remedy: lookup.remedy,
    };
  if (lookup?.instead !== undefined)
    return {
      path: "images.archives",
      rule: "image-missing",
      severity: "error",
      message: `image ${name} is there only as a compressed archive`,
      found: lookup.instead,
      allowed: basename(lookup.path),
      remedy: `unpack it: ${unpack(lookup.instead)} > ${basename(lookup.path)}, ${orReference}`,
    };
  const directory = settings.archives;
  return {
    path: directory === undefined ? `images.references.${name}` : "images.archives",
    rule: "image-missing",
    severity: "error",
    message: `nothing says where image ${name} comes from`,
    ...(lookup === undefined ? {} : { found: `no file ${lookup.path}` }),
    remedy:
      directory === undefined
        ? `name it by digest (registry/name@sha256:…), or put ${name}.tar (docker save) into a directory and name that in images.archives`
        : `put it there: docker save -o ${name}.tar IMAGE, ${orReference}`,
  };
}

function unpack(file: string): string {
  return `${/gz$/.test(file) ? "gunzip" : /zst$/.test(file) ? "unzstd" : "unxz"} < ${file}`;
}

function wrongArchitectures(need: NeededImage, image: ArchiveImage, path: string): ImageFinding[] {
  return need.servers
    .filter(({ arch }) => arch !== image.architecture)
    .map(({ name, arch }) => ({
      path: `servers.${name}.arch`,
      rule: "image-architecture",
      severity: "error",
      message: `the archive of image ${need.name} is for ${image.architecture}, server ${name} is ${arch}`,
      found: path,
      allowed: arch,
      remedy: `save the image for ${arch} (docker pull --platform linux/${arch} IMAGE, then docker save), or name a multi-platform image in images.references.${need.name}`,
    }));
}
