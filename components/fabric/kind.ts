import { hasFabric } from "../../topology/fabric/with-fabric.js";
import type { KindComponents } from "../kind.js";
import { FabricNetwork } from "./fabric-network.js";

/** Hyperledger Fabric. */
export const fabricComponents: KindComponents = {
  key: "fabric",
  make: (plan, parent) =>
    hasFabric(plan) ? new FabricNetwork("fabric", plan, parent && { parent }) : undefined,
  holdsGround: true,
};
