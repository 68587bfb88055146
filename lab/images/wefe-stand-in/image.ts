import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, searchPath } from "../image.js";
import { nodeEntries, nodeInputs } from "../node.js";
import { programEntry } from "../program.js";
import { standInLabels } from "../stand-in.js";

const version = "3.8";

/** Contract: README.md in this folder. */
export const wefeStandIn: LabImage = {
  name: "wefe-stand-in",
  version,
  inputs: [
    source("lab", "images", "wefe-stand-in"),
    source("lab", "images", "stand-in.ts"),
    source("lab", "stand-ins", "fisco"),
    source("lab", "stand-ins", "wefe"),
    ...nodeInputs,
  ],
  async content(onLine) {
    return {
      config: {
        env: [searchPath],
        entrypoint: ["wefe-stand-in"],
        workingDir: "/opt/service",
        labels: standInLabels(
          "wefe-stand-in",
          "closed services of WeFe 3.8, MongoDB, ClickHouse, Nacos",
          version,
        ),
      },
      layers: [
        await baseEntries({}, ["nc", "wget"]),
        await nodeEntries(onLine),
        [
          await programEntry("/usr/local/lib/wefe-stand-in.mjs", "lab/stand-ins/wefe/main.ts"),
          {
            kind: "file",
            path: "/usr/local/bin/wefe-stand-in",
            mode: 0o755,
            content: '#!/bin/sh\nexec node /usr/local/lib/wefe-stand-in.mjs "$@"\n',
          },
          { kind: "directory", path: "/opt/service/config" },
        ],
      ],
    };
  },
};
