import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { readStackFile } from "../../config/load.js";
import { deployTar } from "../../lab/wefe-package/build.js";
import { packageTags } from "../../lab/wefe-package/tags.js";
import { writeManyImages, writeOciArchive } from "../../packages/images/testing/archives.js";
import { byName } from "../../topology/names.js";
import { sha256 } from "../../topology/sha256.js";
import { pinsOf } from "./pins.js";
import { type Registration, runProgram } from "./program.js";

const project = join(import.meta.dirname, "../..");

/** Images that a stack takes from archives; the program reads their names and digests only. */
const archived = [
  "fisco-bcos",
  "fisco-console",
  "fabric-kafka",
  "fabric-orderer",
  "fabric-peer",
  "fabric-zookeeper",
  "mycc",
  "registry",
];

/** What a stack file's program registers, as the texts that are kept. */
export interface Golden {
  /** `plans/<stack>/resources.md`, for people. */
  readonly resources: string;
  /** `test/pins/<stack>.yaml`. */
  readonly pins: string;
}

/** Runs a stack file's program under mocks. */
export async function goldenOf(file: string): Promise<Golden> {
  const { stack, raw } = readStackFile(join(project, file));
  const archives = mkdtempSync(join(tmpdir(), "archives-"));
  try {
    for (const note of archived)
      await writeOciArchive(join(archives, `${note}.tar`), { layers: [Buffer.from(note)], note });
    const vendorPackage = raw.wefe === undefined ? undefined : await fixtureIn(archives);
    const registered = await runProgram(stack, withFiles(stack, raw, archives, vendorPackage));
    return {
      resources: pageOf(stack, file, registered),
      pins: pinsOf(registered, [relative(project, archives), archives]),
    };
  } finally {
    rmSync(archives, { recursive: true });
  }
}

/** The fixture of WeFe's package with images of a few bytes, as a stack file names it. */
async function fixtureIn(folder: string) {
  const tar = join(folder, "wefe.tar");
  const images = join(folder, "allImages.tar");
  writeFileSync(tar, await deployTar());
  const tags = Object.values(packageTags).flat();
  await writeManyImages(
    images,
    tags.map((tag) => ({ tags: [tag], layers: [Buffer.from("layer")], note: tag })),
  );
  const pinned = (file: string) => ({ path: relative(project, file), sha256: sha256(readFileSync(file)) });
  return { ...pinned(tar), images: { amd64: [pinned(images)] } };
}

/** The stack with files that every clone has in place of those that a lab makes. */
function withFiles(
  stack: string,
  raw: Readonly<Record<string, unknown>>,
  archives: string,
  vendorPackage: object | undefined,
) {
  const images = raw.images as { readonly archives?: string };
  const wefe = raw.wefe as object | undefined;
  return {
    ...raw,
    ...(wefe && vendorPackage ? { wefe: { ...wefe, package: vendorPackage } } : {}),
    ...(raw.inventory === undefined ? {} : { inventory: join("plans", `${stack}.inventory.yaml`) }),
    ...(images.archives === undefined ? {} : { images: { ...images, archives } }),
  };
}

function pageOf(stack: string, file: string, registered: readonly Registration[]): string {
  const types = [...new Set(registered.map(({ type }) => type))].sort(byName);
  return [
    `# Resources of stack ${stack}\n`,
    `What the program registers with Pulumi for \`${file}\`, ${registered.length} resources. Made under mocks by the tests; renew it with \`npx vitest run --project program -u\`.\n`,
    ...types.map((type) => {
      const lines = registered
        .filter((one) => one.type === type)
        .sort((a, b) => byName(a.name, b.name))
        .map((one) => lineOf(one, registered));
      return `## ${shortType(type)}\n\n\`\`\`yaml\n${lines.join("\n")}\n\`\`\`\n`;
    }),
  ].join("\n");
}

/** One resource on one line of YAML: the server it goes to, its component, its protection, what it waits for. */
function lineOf(one: Registration, all: readonly Registration[]): string {
  const server = one.provider?.replace(/-docker$/, "") ?? serverAt(one, all);
  const facts = [
    ...(server === undefined ? [] : [`on: ${server}`]),
    ...(one.parent === "" ? [] : [`parent: ${one.parent.split("::").at(-1)}`]),
    ...(one.protect ? ["protect: true"] : []),
    ...(one.retainOnDelete ? ["retainOnDelete: true"] : []),
    ...(one.deleteBeforeReplace ? ["deleteBeforeReplace: true"] : []),
    ...(one.dependsOn.length > 0 ? [`dependsOn: [${one.dependsOn.map(scalar).join(", ")}]`] : []),
  ];
  return `${scalar(one.name)}: { ${facts.join(", ")} }`;
}

/** The server that a script is run on, by the server component that the script belongs to. */
function serverAt({ type, parent }: Registration, all: readonly Registration[]): string | undefined {
  if (type !== "command:remote:Command") return undefined;
  const name = parent.split("::").at(-1);
  return all.find((other) => other.type === "consortium:server:Server" && other.name === name)?.name;
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trim();
}

/** `docker:index/container:Container` as people write it: `docker.Container`. */
function shortType(type: string): string {
  const [space = "", module = "", name = ""] = type.split(":");
  const folder = module.replace(/\/.*$/, "");
  return [space, ...(folder === "index" ? [] : [folder]), name].join(".");
}
