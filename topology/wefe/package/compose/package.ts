import { posix } from "node:path";
import type { Finding } from "../../../../config/findings.js";
import { byName } from "../../../names.js";
import { composeFileNames } from "../entries.js";
import { fileFinding, keyFinding } from "../findings.js";
import type { PackageFiles, Place, VendorMount, VendorNetwork, VendorService } from "../types.js";
import { Cursor } from "./cursor.js";
import { inFolderOf, readVariables } from "./environment.js";
import { extended } from "./extends.js";
import { interpolate, type Lookup } from "./interpolate.js";
import { type Located, type LocatedEntry, locateYaml } from "./located.js";
import { within, withoutSlash } from "./mounts.js";
import { readNetworks } from "./network.js";
import { readService } from "./service.js";
import { variableComplaint } from "./variable.js";

/** How a package's compose files are read. */
export interface ComposeReading {
  /** Folder of the server that the package is made for; `/opt/wefe` (manual 2.1). */
  readonly vendorRoot: string;
  /**
   * Folders whose compose files are read besides the top one; without it all that have one. What nobody runs need not
   * be understood.
   */
  readonly folders?: readonly string[];
  /** Variables that win over those of `.env` files, as the environment of whoever runs Compose does. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a package's compose files say, as far as it can be had. */
export interface ComposePackage {
  /** By folder, then name. */
  readonly services: readonly VendorService[];
  readonly networks: readonly VendorNetwork[];
  readonly findings: readonly Finding[];
}

/** Folders of a package that hold a compose file, in the order of names; the top of the package is the empty one. */
export function composeFolders({ entries }: Pick<PackageFiles, "entries">): string[] {
  const folders = [...entries.values()]
    .filter(({ path, kind }) => kind !== "directory" && isComposeFile(posix.basename(path)))
    .map(({ path }) => posix.dirname(path))
    .map((folder) => (folder === "." ? "" : folder))
    .filter((folder) => !folder.includes("/"));
  return [...new Set(folders)].sort(byName);
}

/** Reads the compose files of a package: the one at its top, and one a service folder. Every finding at once. */
export function readComposePackage(files: PackageFiles, reading: ComposeReading): ComposePackage {
  const reader = new PackageReader(files, reading);
  const chosen = composeFolders(files).filter(
    (folder) => folder === "" || reading.folders === undefined || reading.folders.includes(folder),
  );
  for (const folder of chosen) reader.readFolder(folder);
  return reader.finish();
}

class PackageReader {
  readonly #files: PackageFiles;
  readonly #reading: ComposeReading;
  readonly #findings: Finding[] = [];
  readonly #services: VendorService[] = [];
  readonly #networks: VendorNetwork[] = [];
  readonly #done = new Set<string>();
  readonly #located = new Map<string, Located | undefined>();
  readonly #lookups = new Map<string, Lookup>();

  constructor(files: PackageFiles, reading: ComposeReading) {
    this.#files = files;
    this.#reading = reading;
  }

  readFolder(folder: string): void {
    const present = composeFileNames.filter((name) => this.#files.entries.has(posix.join(folder, name)));
    const [name, ...others] = present;
    if (name !== undefined) this.#readFile(posix.join(folder, name));
    for (const other of others)
      this.#findings.push(
        fileFinding("compose-file-twice", posix.join(folder, other), {
          message: `is not read: ${name} beside it is, as Compose does`,
          remedy: "take out the one that is not meant",
        }),
      );
    for (const override of overridesOf(folder).filter((path) => this.#files.entries.has(path)))
      this.#findings.push(
        fileFinding("compose-key", override, {
          message: "an override file, which Compose reads only when it is not told which files to read",
          remedy: "write its keys into the compose file and take it out",
        }),
      );
  }

  finish(): ComposePackage {
    const services = [...this.#services].sort((a, b) => byName(a.folder, b.folder) || byName(a.name, b.name));
    return {
      services,
      networks: this.#networks,
      findings: [
        ...this.#findings,
        ...namedTwice(services),
        ...dependencyFindings(services),
        ...nestedData(services),
      ],
    };
  }

  #readFile(file: string): void {
    if (this.#done.has(file)) return;
    this.#done.add(file);
    const value = this.#locate(file);
    if (value === undefined) return;
    const top = new Cursor(value, "", { file, line: 1 }, this.#findings);
    const { services, networks, volumes, include } = top.known("file");
    for (const item of include?.value.kind === "scalar" ? [include] : (include?.items() ?? []))
      this.#include(item);
    this.#networks.push(...readNetworks(networks));
    const folder = folderOf(file);
    const volumeIdentity = readVolumes(volumes, folder);
    for (const [name, cursor] of services?.entries() ?? []) {
      const whole = extended(cursor, (other) => this.#servicesOf(other));
      const service =
        whole &&
        readService(name, new Cursor(whole, cursor.key, cursor.at, this.#findings), {
          files: this.#files,
          folder,
          lookup: this.#lookupIn(folder),
          vendorRoot: this.#reading.vendorRoot,
          volumeIdentity,
        });
      if (service) this.#services.push(service);
    }
  }

  #include(item: Cursor): void {
    const { path } = item.value.kind === "map" ? item.known("include[]") : { path: item };
    for (const written of path?.texts() ?? []) {
      const file = inFolderOf(item.at, written);
      if (file !== undefined && this.#files.text(file) !== undefined) this.#readFile(file);
      else
        item.complain("compose-value", {
          message: "names a file that the package does not have",
          found: written,
          remedy: "put it there, or take the line out",
        });
    }
  }

  #servicesOf(file: string): ReadonlyMap<string, LocatedEntry> | undefined {
    const value = this.#locate(file);
    const services = value?.kind === "map" ? value.entries.get("services")?.value : undefined;
    return services?.kind === "map" ? services.entries : undefined;
  }

  #locate(file: string): Located | undefined {
    if (this.#located.has(file)) return this.#located.get(file);
    const text = this.#files.text(file);
    const folder = folderOf(file);
    const { value, findings } = locateYaml(file, text ?? "", (written, at) => {
      const { text: result, problems } = interpolate(written.text, this.#lookupIn(folder));
      for (const problem of problems) {
        const complaint = variableComplaint(problem, posix.join(folder, ".env"), written);
        this.#findings.push(keyFinding("compose-variable", at, "", complaint));
      }
      return result;
    });
    this.#findings.push(...findings);
    this.#located.set(file, value);
    return value;
  }

  /**
   * Variables of a folder: those given, then its `.env`, then that at the package's top. Compose reads one of the two,
   * depending on the folder that it is run in.
   */
  #lookupIn(folder: string): Lookup {
    const known = this.#lookups.get(folder);
    if (known !== undefined) return known;
    const given: Lookup = (name) => this.#reading.variables?.[name];
    const above: Lookup = folder === "" ? given : this.#lookupIn("");
    const file = posix.join(folder, ".env");
    const text = this.#files.text(file);
    const read = text === undefined ? undefined : readVariables(file, text, above);
    this.#findings.push(...(read?.findings ?? []));
    const lookup: Lookup = (name) => given(name) ?? read?.values[name] ?? above(name);
    this.#lookups.set(folder, lookup);
    return lookup;
  }
}

/** A volume of two files is one only when both give it the same `name`, or it is there before. */
function readVolumes(volumes: Cursor | undefined, folder: string): (name: string) => string {
  const names = new Map<string, string>();
  for (const [name, cursor] of volumes?.entries() ?? []) {
    const { driver, external, name: given } = cursor.known("volumes.NAME");
    driver?.oneOf(["local"], "use the driver local");
    const common = external !== undefined && external.value.kind === "scalar" ? external.flag() : false;
    if (given !== undefined || common === true) names.set(name, given?.text() ?? name);
  }
  return (name) => names.get(name) ?? (folder === "" ? name : `${folder}-${name}`);
}

function isComposeFile(name: string): boolean {
  return composeFileNames.some((one) => one === name);
}

function overridesOf(folder: string): string[] {
  return composeFileNames.map((name) => posix.join(folder, name.replace(/\.(ya?ml)$/, ".override.$1")));
}

function folderOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === "." ? "" : folder;
}

function namedTwice(services: readonly VendorService[]): Finding[] {
  return services.flatMap((service, at) => {
    const before = services.slice(0, at).find(({ name }) => name === service.name);
    if (before === undefined) return [];
    return [
      keyFinding("compose-service-twice", service.place, `services.${service.name}`, {
        message: `the service ${service.name} is described twice`,
        found: `also ${show(before.place)}`,
        remedy: "take one out: nobody can tell which of the two is meant",
      }),
    ];
  });
}

function dependencyFindings(services: readonly VendorService[]): Finding[] {
  const known = new Set(services.map(({ name }) => name));
  return services.flatMap(({ name, place, dependsOn }) =>
    dependsOn
      .filter(({ service, missing }) => missing === "refused" && !known.has(service))
      .map(({ service }) =>
        keyFinding("compose-dependency", place, `services.${name}.depends_on`, {
          message: `depends on ${service}, which no compose file describes`,
          allowed: [...known].filter((one) => one !== name).join(", "),
          remedy: "correct the name, or take it out",
        }),
      ),
  );
}

/** Data that lies in a folder which is another service's data. */
function nestedData(services: readonly VendorService[]): Finding[] {
  const data = services.flatMap((service) =>
    service.mounts
      .filter((mount): mount is Extract<VendorMount, { kind: "data" }> => mount.kind === "data")
      .filter(({ source }) => source.startsWith("/"))
      .map(({ source }) => ({ service, source, path: withoutSlash(posix.normalize(source)) })),
  );
  return data.flatMap(({ service, source, path }) => {
    const outer = data.find((one) => (within(one.path, path) ?? "") !== "");
    if (outer === undefined) return [];
    return [
      keyFinding("compose-data-nested", service.place, `services.${service.name}.volumes`, {
        message: `${source} lies in ${outer.source}, data of ${outer.service.name}`,
        remedy: "if one needs the other's files, mount the same folder in both",
      }),
    ];
  });
}

const show = ({ file, line }: Place) => `${file}:${line}`;
