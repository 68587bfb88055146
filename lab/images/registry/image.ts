import { cached, source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { fileEntry } from "../layer.js";

const folder = source("lab", "images", "registry");

/** Contract: README.md in this folder. */
export const registry: LabImage = {
  name: "registry",
  version: "3.0.0",
  inputs: [folder, source("tools", "registry", "go.mod"), source("lab", "images", "base.ts")],
  async content() {
    return {
      config: {
        env: [searchPath, "OTEL_TRACES_EXPORTER=none"],
        entrypoint: ["registry"],
        command: ["serve", "/etc/distribution/config.yml"],
        volumes: ["/var/lib/registry"],
        ports: ["5000/tcp"],
        labels: originLabels("registry", "3.0.0", "Go module github.com/distribution/distribution/v3"),
      },
      layers: [
        await baseEntries(),
        [
          await fileEntry("/bin/registry", cached("tools", "bin", "registry")),
          await fileEntry("/etc/distribution/config.yml", `${folder}/config.yml`),
          { kind: "directory", path: "/var/lib/registry" },
        ],
      ],
    };
  },
};
