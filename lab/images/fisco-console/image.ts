import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, searchPath } from "../image.js";
import { fileEntry } from "../layer.js";
import { nodeEntries, nodeInputs } from "../node.js";
import { programEntry } from "../program.js";
import { standInLabels } from "../stand-in.js";

const folder = source("lab", "images", "fisco-console");
const version = "2.9.2-stand-in";

/** Contract: README.md in this folder. */
export const fiscoConsole: LabImage = {
  name: "fisco-console",
  version,
  inputs: [
    folder,
    source("lab", "images", "stand-in.ts"),
    source("lab", "stand-ins", "fisco"),
    source("lab", "stand-ins", "fisco-console"),
    ...nodeInputs,
  ],
  async content(onLine) {
    return {
      config: {
        env: [searchPath],
        // Upstream has no image of the console; the vendor's stays up, and commands are run in it.
        command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"],
        workingDir: "/console",
        labels: standInLabels("fisco-console", "FISCO-BCOS/console 2.9.2", version),
      },
      layers: [
        await baseEntries(),
        await nodeEntries(onLine),
        [
          await programEntry("/console/apps/console.mjs", "lab/stand-ins/fisco-console/main.ts"),
          await fileEntry("/console/start.sh", `${folder}/start.sh`),
          await fileEntry("/console/console.sh", `${folder}/console.sh`),
          await fileEntry("/console/contracts/solidity/HelloWorld.sol", `${folder}/HelloWorld.sol`),
          { kind: "directory", path: "/console/conf" },
          { kind: "directory", path: "/console/account" },
        ],
      ],
    };
  },
};
