import { source } from "../../../ops/checkout.js";
import { fabricBase, fabricInputs, fabricPrograms, fabricSettings, sampleConfig } from "../fabric.js";
import type { LabImage } from "../image.js";

/** Contract: README.md in this folder. */
export const fabricOrderer: LabImage = {
  name: "fabric-orderer",
  version: "2.5",
  inputs: [...fabricInputs, source("lab", "images", "fabric-orderer")],
  async content() {
    return {
      config: { ...fabricSettings("fabric-orderer"), command: ["orderer", "start"], ports: ["7050/tcp"] },
      layers: [
        await fabricBase(),
        [
          ...(await fabricPrograms(["orderer"])),
          ...(await sampleConfig(["orderer.yaml", "configtx.yaml", "msp"])),
          { kind: "directory", path: "/var/hyperledger" },
        ],
      ],
    };
  },
};
