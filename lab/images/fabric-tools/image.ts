import { source } from "../../../ops/checkout.js";
import { fabricBase, fabricInputs, fabricPrograms, fabricSettings, sampleConfig } from "../fabric.js";
import type { LabImage } from "../image.js";

/** Contract: README.md in this folder. Tests only. */
export const fabricTools: LabImage = {
  name: "fabric-tools",
  version: "2.5",
  inputs: [...fabricInputs, source("lab", "images", "fabric-tools")],
  async content() {
    const programs = ["configtxgen", "configtxlator", "cryptogen", "osnadmin", "peer"];
    return {
      config: { ...fabricSettings("fabric-tools"), command: ["sh"] },
      layers: [await fabricBase(), [...(await fabricPrograms(programs)), ...(await sampleConfig(["."]))]],
    };
  },
};
