import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, searchPath } from "../image.js";
import { nodeEntries, nodeInputs } from "../node.js";
import { programEntry } from "../program.js";
import { standInLabels } from "../stand-in.js";

const version = "2.9.1-stand-in";

/** Contract: README.md in this folder. */
export const fiscoBcos: LabImage = {
  name: "fisco-bcos",
  version,
  inputs: [
    source("lab", "images", "fisco-bcos"),
    source("lab", "images", "stand-in.ts"),
    source("lab", "stand-ins", "fisco"),
    ...nodeInputs,
  ],
  async content(onLine) {
    return {
      config: {
        env: [searchPath],
        entrypoint: ["fisco-bcos"],
        ports: ["30300/tcp", "20200/tcp", "8545/tcp"],
        labels: standInLabels("fisco-bcos", "fiscoorg/fiscobcos:v2.9.1", version),
      },
      layers: [
        await baseEntries(),
        await nodeEntries(onLine),
        [
          await programEntry("/usr/local/lib/fisco-bcos.mjs", "lab/stand-ins/fisco/main.ts"),
          {
            kind: "file",
            path: "/usr/local/bin/fisco-bcos",
            mode: 0o755,
            content: '#!/bin/sh\nexec node /usr/local/lib/fisco-bcos.mjs "$@"\n',
          },
        ],
      ],
    };
  },
};
