import { source } from "../../../ops/checkout.js";
import { fabricBase, fabricInputs, fabricPrograms, fabricSettings, sampleConfig } from "../fabric.js";
import type { LabImage } from "../image.js";
import { folderEntries } from "../layer.js";

/** Contract: README.md in this folder. */
export const fabricPeer: LabImage = {
  name: "fabric-peer",
  version: "2.5",
  inputs: [...fabricInputs, source("lab", "images", "fabric-peer")],
  async content() {
    return {
      config: { ...fabricSettings("fabric-peer"), command: ["peer", "node", "start"], ports: ["7051/tcp"] },
      layers: [
        await fabricBase(),
        [
          ...(await fabricPrograms(["peer"])),
          ...(await sampleConfig(["core.yaml", "msp"])),
          ...(await folderEntries(
            "/opt/hyperledger/ccaas_builder/bin",
            source("lab", "images", "fabric-peer", "builder"),
          )),
          { kind: "directory", path: "/var/hyperledger" },
        ],
      ],
    };
  },
};
