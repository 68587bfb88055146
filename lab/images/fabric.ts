import { join } from "node:path";
import { run } from "../../hosts/process.js";
import { cached, source } from "../../ops/checkout.js";
import { fabricVersion } from "../../scripts/setup/go-tools.js";
import { baseEntries } from "./base.js";
import { originLabels, searchPath } from "./image.js";
import { type Entry, fileEntry, folderEntries } from "./layer.js";

/** Where Fabric's images keep their configuration; also a volume. */
export const fabricConfig = "/etc/hyperledger/fabric";

/** `inputs` of every Fabric image: the pinned module, hence programs and sample configuration. */
export const fabricInputs: readonly string[] = [
  source("tools", "fabric", "go.mod"),
  source("lab", "images", "base.ts"),
  source("lab", "images", "fabric.ts"),
];

/** Programs of Fabric from the tool folder, under /usr/local/bin. */
export function fabricPrograms(names: readonly string[]): Promise<Entry[]> {
  return Promise.all(names.map((name) => fileEntry(`/usr/local/bin/${name}`, cached("tools", "bin", name))));
}

/** Files of the module's sample configuration, as the official images carry them; `.` for all. */
export async function sampleConfig(names: readonly string[]): Promise<Entry[]> {
  const module = (
    await run(["go", "list", "-m", "-f", "{{.Dir}}", "github.com/hyperledger/fabric"], {
      cwd: source("tools", "fabric"),
    })
  ).trim();
  const nested = await Promise.all(
    names.map(async (name): Promise<Entry[]> => {
      const from = join(module, "sampleconfig", name);
      if (name === ".") return folderEntries(fabricConfig, from);
      if (name === "msp") return folderEntries(`${fabricConfig}/msp`, from);
      return [await fileEntry(`${fabricConfig}/${name}`, from)];
    }),
  );
  return nested.flat();
}

/** Lowest layer of every Fabric image: what the official ones take from Ubuntu. */
export function fabricBase(): Promise<Entry[]> {
  return baseEntries();
}

/** What all Fabric images set. */
export function fabricSettings(name: string) {
  return {
    env: [searchPath, `FABRIC_CFG_PATH=${fabricConfig}`, `FABRIC_VER=${fabricVersion}`],
    volumes: [fabricConfig, "/var/hyperledger"],
    labels: originLabels(
      name,
      fabricVersion,
      "Go module github.com/hyperledger/fabric (release-2.5 after 2.5.0)",
    ),
  };
}
