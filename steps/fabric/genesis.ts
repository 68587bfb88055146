import { randomBytes } from "node:crypto";
import { genesisBlock, readBlock } from "../../topology/fabric/blocks/index.js";
import type { Step } from "../step.js";
import type { GenesisSpec } from "./specs.js";

/** Makes the genesis block of a new network; each one differs, so the result must be kept. */
export const genesis: Step<GenesisSpec> = {
  async run(spec) {
    const block = genesisBlock(spec.genesis, { timestamp: new Date(), nonce: randomBytes(24) });
    return { block: Buffer.from(block).toString("base64"), hash: readBlock(block).hash };
  },
};
