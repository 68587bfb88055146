import { pack } from "tar-stream";
import { sha256 } from "../../topology/sha256.js";
import { collect } from "./layer.js";

/** How a container of the image starts: the `config` part of an OCI image. */
export interface ImageConfig {
  readonly env: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** An image archive as `docker save` writes it, and the id the engine will give the image. */
export interface ImageArchive {
  /** `sha256:` and the checksum of the configuration: equal on every engine that loads it. */
  readonly id: string;
  readonly tar: Buffer;
}

/** Packs layers and configuration. The same input gives the same bytes: no time, no machine in it. */
export async function imageArchive(
  tag: string,
  arch: "amd64" | "arm64",
  config: ImageConfig,
  layers: readonly Buffer[],
): Promise<ImageArchive> {
  const diffIds = layers.map((layer) => sha256(layer));
  const blob = JSON.stringify({
    architecture: arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {
      Env: config.env,
      Entrypoint: config.entrypoint,
      Cmd: config.command,
      User: config.user ?? "",
      WorkingDir: config.workingDir ?? "",
      Volumes: asSet(config.volumes),
      ExposedPorts: asSet(config.ports),
      Labels: config.labels,
    },
    rootfs: { type: "layers", diff_ids: diffIds.map((id) => `sha256:${id}`) },
    history: layers.map(() => ({ created: "1970-01-01T00:00:00Z", created_by: "lab/images" })),
  });
  const id = sha256(blob);
  const manifest = [
    { Config: `${id}.json`, RepoTags: [tag], Layers: diffIds.map((diff) => `${diff}/layer.tar`) },
  ];

  const archive = pack();
  const tar = collect(archive);
  const add = (name: string, content: Buffer | string) =>
    archive.entry({ name, mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 }, Buffer.from(content));
  for (const [index, layer] of layers.entries()) add(`${diffIds[index]}/layer.tar`, layer);
  add(`${id}.json`, blob);
  add("manifest.json", JSON.stringify(manifest));
  archive.finalize();
  return { id: `sha256:${id}`, tar: await tar };
}

function asSet(names: readonly string[] | undefined): Record<string, object> | undefined {
  return names && Object.fromEntries(names.map((name) => [name, {}]));
}
