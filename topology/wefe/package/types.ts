/**
 * A vendor's package as plain data: its files, and the services that its compose files describe. What is read here is
 * the vendor's word; the planner decides what becomes of it.
 */
import type { ContainerOptions, Healthcheck } from "../../model/service.js";

/** A line of one of the package's files. */
export interface Place {
  /** Path in the package. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What stands at a path of the package. Paths are relative to its root, without `./`. */
export type PackageEntry =
  | {
      readonly kind: "file";
      readonly path: string;
      /** Permission bits, e.g. `0o755`. */
      readonly mode: number;
      /** Bytes. */
      readonly size: number;
      /** Checksum of the content in hexadecimal. */
      readonly sha256: string;
    }
  | { readonly kind: "directory"; readonly path: string; readonly mode: number }
  | {
      readonly kind: "link";
      readonly path: string;
      /** As written; it stays inside the package. */
      readonly target: string;
    };

/** The files of a package, whatever it was read from. */
export interface PackageFiles {
  /** By path, in the order of paths. */
  readonly entries: ReadonlyMap<string, PackageEntry>;
  /** Checksum in hexadecimal: of the tar, or of the directory's listing. */
  readonly digest: string;
  /** Text of a file, links followed; nothing when there is no such file. */
  text(path: string): string | undefined;
}

/** A port that a service publishes on its server; always TCP. */
export interface VendorPort {
  /** Address of the server it is bound to; absent: all of them. */
  readonly address?: string;
  readonly published: number;
  /** Port in the container. */
  readonly target: number;
  /** `name` of the long form. */
  readonly name?: string;
}

/** What a service sees of its server. */
export type VendorMount =
  /** Content of the package: placed on the server, then bound. */
  | {
      readonly kind: "package";
      /** Path in the package. */
      readonly source: string;
      readonly path: string;
      readonly access: "read" | "write";
    }
  /** One of a few files of the system, bound as it is. */
  | { readonly kind: "system"; readonly source: string; readonly path: string; readonly access: "read" }
  /** Data: a volume of ours. */
  | {
      readonly kind: "data";
      /** As the file says it: a path on the server or a volume's name; empty for a volume without one. */
      readonly source: string;
      /** Name for the volume, the same for the same source in every service of the package. */
      readonly volume: string;
      readonly path: string;
      readonly access: "read" | "write";
    };

/** When a dependency lets a service start. */
export interface VendorDependency {
  readonly service: string;
  readonly condition: "started" | "healthy";
  /** Whether the service may start where the dependency is not part of the stack. */
  readonly missing: "refused" | "allowed";
}

/** Where a service stands in the network. */
export type VendorAttachment =
  | { readonly kind: "host" }
  | { readonly kind: "none" }
  | {
      readonly kind: "bridge";
      /** Key in the compose files' `networks`, `default` where none is named, `bridge` for the engine's own. */
      readonly network: string;
      readonly aliases: readonly string[];
    };

/** One service of a package's compose files. */
export interface VendorService {
  /** Its key under `services`. */
  readonly name: string;
  /** Folder of its compose file in the package; empty for the top one. */
  readonly folder: string;
  /** Where it is described. */
  readonly place: Place;
  /** As written, e.g. `mysql:5.7.24`. */
  readonly image: string;
  /** Architecture that `platform` names. */
  readonly platform?: "amd64" | "arm64";
  /** Empty: the image's own. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `extra_hosts` as written: name → address, or `host-gateway`. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly ports: readonly VendorPort[];
  readonly mounts: readonly VendorMount[];
  /** What the file limits; the rest is the planner's. */
  readonly limits: {
    readonly memoryMiB?: number;
    readonly cpus?: number;
    /** `nofile`, the hard one. */
    readonly openFiles?: number;
  };
  readonly dependsOn: readonly VendorDependency[];
  readonly containerName?: string;
  readonly attachment: VendorAttachment;
  /** Docker's 10 where the file says nothing. */
  readonly stopSeconds: number;
  /** `disabled`: also the image's own check is not run. */
  readonly healthcheck?: Healthcheck | "disabled";
  readonly options: ContainerOptions;
}

/** A network that a compose file describes. */
export interface VendorNetwork {
  readonly name: string;
  readonly place: Place;
  /** IPv4 range, e.g. `172.30.0.0/16`; absent: the engine chooses. */
  readonly subnet?: string;
  /** `external`: another file of the package describes it, or it is there before. */
  readonly owner: "package" | "external";
}
