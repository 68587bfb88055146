import { posix } from "node:path";
import { sha256 } from "../../../sha256.js";
import { hasContent } from "../entries.js";
import type { PackageFiles, VendorMount } from "../types.js";
import type { Cursor } from "./cursor.js";

/** What mounts are judged by. */
export interface MountContext {
  readonly files: Pick<PackageFiles, "entries">;
  /** Folder of the server into which the vendor's manual unpacks the package: `/opt/wefe` (manual 2.1). */
  readonly vendorRoot: string;
  /** What tells a named volume from those of other files that have the same name. */
  readonly volumeIdentity: (name: string) => string;
}

/** What a service sees of its server, and the folders it has in memory. */
export interface Mounts {
  readonly mounts: readonly VendorMount[];
  /** Options by path. */
  readonly tmpfs: Readonly<Record<string, string>>;
}

/** Time zone files, which are the same on every Linux and may be read by any container. */
const systemFiles = ["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo"] as const;

/** Paths of a server that no container may see, each with what it would give away; paths below are meant too. */
const refusedPaths: readonly { readonly path: string; readonly why: string }[] = [
  { path: "/var/run", why: "sockets of the server's services, the Docker engine's among them" },
  { path: "/run", why: "sockets of the server's services, the Docker engine's among them" },
  { path: "/var/lib/docker", why: "every container of the server" },
  { path: "/proc", why: "every process of the server" },
  { path: "/sys", why: "the server's kernel" },
  { path: "/dev", why: "the server's devices; name single ones under `devices`" },
  { path: "/boot", why: "the server's kernel" },
  { path: "/etc", why: "the server's configuration and passwords" },
  { path: "/root", why: "the administrator's keys" },
  { path: "/usr", why: "the server's programs" },
  { path: "/bin", why: "the server's programs" },
  { path: "/sbin", why: "the server's programs" },
  { path: "/lib", why: "the server's programs" },
  { path: "/lib64", why: "the server's programs" },
];

/** Reads `volumes` of a service. A path in the container that is named twice is the last one's, as in Compose. */
export function readMounts(cursor: Cursor, context: MountContext): Mounts {
  const mounts = new Map<string, VendorMount>();
  const tmpfs: Record<string, string> = {};
  for (const item of cursor.items()) {
    const one = item.value.kind === "map" ? longForm(item, context) : shortForm(item, context);
    if (one === undefined) continue;
    mounts.delete(one.path);
    delete tmpfs[one.path];
    if (one.kind === "tmpfs") tmpfs[one.path] = one.options;
    else mounts.set(one.path, one);
  }
  return { mounts: [...mounts.values()], tmpfs };
}

type Mount = VendorMount | { readonly kind: "tmpfs"; readonly path: string; readonly options: string };

function shortForm(item: Cursor, context: MountContext): Mount | undefined {
  const text = item.text();
  if (text === undefined) return undefined;
  const [first = "", second, modes = "", ...more] = text.split(":");
  if (more.length > 0 || first === "" || second === "")
    return item.refuse("is no mount", "write it as SOURCE:TARGET or SOURCE:TARGET:ro");
  const strange = modes.split(",").filter((mode) => !["", "ro", "rw", "rprivate", "private"].includes(mode));
  if (strange.length > 0) return item.refuse(`has the option ${strange.join(",")}`, "take it out", "ro, rw");
  const access = modes.split(",").includes("ro") ? "read" : "write";
  if (second === undefined) return classify(item, "", first, access, context);
  return classify(item, first, second, access, context);
}

function longForm(item: Cursor, context: MountContext): Mount | undefined {
  const { type, source, target, read_only, bind, volume, tmpfs } = item.known("services.NAME.volumes[]");
  bind?.known("services.NAME.volumes[].bind");
  volume?.known("services.NAME.volumes[].volume");
  const kind = type?.oneOf(["bind", "volume", "tmpfs"], "use a bind or a volume");
  const path =
    target === undefined ? item.refuse("has no target", "name the path in the container") : target.text();
  if (kind === undefined || path === undefined) return undefined;
  if (kind === "tmpfs") {
    const { size, mode } = tmpfs?.known("services.NAME.volumes[].tmpfs") ?? {};
    const options = [
      ...(size === undefined ? [] : [`size=${size.bytes() ?? 0}`]),
      ...(mode === undefined ? [] : [`mode=${mode.text() ?? ""}`]),
    ];
    return { kind, path: posix.normalize(path), options: options.join(",") };
  }
  const written = source?.text() ?? "";
  if (kind === "bind" && written === "") return item.refuse("has no source", "name the path that is bound");
  const from = kind === "bind" && !/^[./~]/.test(written) ? `./${written}` : written;
  return classify(item, from, path, read_only?.flag() === true ? "read" : "write", context);
}

/**
 * Content of the package, a file of the system, or data. A path that the package has as a file or as a folder with
 * content is content; whatever else it names is data, since only the running service knows it.
 */
function classify(
  item: Cursor,
  source: string,
  target: string,
  access: "read" | "write",
  context: MountContext,
): VendorMount | undefined {
  const path = withoutSlash(posix.normalize(target));
  if (!path.startsWith("/")) return item.refuse("has a target that is no absolute path", "begin it with /");
  if (path === "/") return item.refuse("hides the whole image", "mount it below /");
  const data = (identity: string): VendorMount => ({
    kind: "data",
    source,
    volume: volumeOf(identity),
    path,
    access,
  });
  if (source === "") return data(`${posix.dirname(item.at.file)} ${item.key.split(".")[1] ?? ""} ${path}`);
  if (!/^[./~]/.test(source)) return data(context.volumeIdentity(source));
  if (source.startsWith("~"))
    return item.complain("compose-mount", {
      message: "is in the home folder of whoever runs Compose",
      found: source,
      remedy: "name a path of the package, or a volume",
    });
  return classifyPath(item, source, path, access, context, data);
}

function classifyPath(
  item: Cursor,
  source: string,
  path: string,
  access: "read" | "write",
  { files, vendorRoot }: MountContext,
  data: (identity: string) => VendorMount,
): VendorMount | undefined {
  const folder = posix.dirname(item.at.file);
  const absolute = withoutSlash(posix.join(source.startsWith("/") ? "/" : `${vendorRoot}/${folder}`, source));
  const inPackage = within(vendorRoot, absolute);
  const fromTop = source.startsWith("/") ? undefined : within(vendorRoot, posix.join(vendorRoot, source));
  const found = [inPackage, fromTop].filter(
    (one, at, all): one is string =>
      one !== undefined && one !== "" && all.indexOf(one) === at && hasContent(files, one),
  );
  if (inPackage === "")
    return item.complain("compose-mount", {
      message: "shows the service the whole package",
      found: source,
      remedy: "mount the folders that it needs",
    });
  if (found.length > 1)
    item.complain("compose-source-twice", {
      message: `stands in the package twice, ${found.join(" and ")}; the first is taken`,
      found: source,
      remedy: "write the path so that one file is meant",
    });
  const [content] = found;
  if (content !== undefined) return { kind: "package", source: content, path, access };
  if (systemFiles.some((one) => within(one, absolute) !== undefined))
    return { kind: "system", source: absolute, path, access: "read" };
  const refused = refusedPaths.find((one) => within(one.path, absolute) !== undefined);
  const why = absolute === "/" ? "the whole server" : refused?.why;
  // A folder of the package that is not there keeps its volume wherever the package is unpacked.
  if (why === undefined) return data(inPackage ?? absolute);
  return item.complain("compose-mount", {
    message: `${absolute} is ${why}`,
    found: source,
    allowed: `content of the package, data, ${systemFiles.join(", ")}`,
    remedy: "take it out",
  });
}

/** Path below a folder, empty for the folder itself; nothing when it is elsewhere. */
export function within(folder: string, path: string): string | undefined {
  const bare = withoutSlash(path);
  if (bare === folder) return "";
  return bare.startsWith(`${folder}/`) ? bare.slice(folder.length + 1) : undefined;
}

/** A path without the slash at its end: `/data/mysql/` is the same folder. */
export function withoutSlash(path: string): string {
  return path.replace(/(.)\/$/, "$1");
}

/** A volume's name that says where its data came from; what had to be replaced is told apart by a checksum. */
function volumeOf(identity: string): string {
  const words = identity.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|-+$/g, "");
  return words === identity
    ? words
    : `${words.slice(-40).replace(/^[-.]+/, "")}-${sha256(identity).slice(0, 6)}`;
}
