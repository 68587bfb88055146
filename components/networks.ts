import * as pulumi from "@pulumi/pulumi";
import { hasFabric } from "../topology/fabric/with-fabric.js";
import { referencesByName } from "../topology/images/catalogue.js";
import { FabricNetwork } from "./fabric/fabric-network.js";
import type { FabricOutputs } from "./fabric/outputs.js";
import { FiscoChain, type FiscoOutputs, hasFisco } from "./fisco/fisco-chain.js";
import { Ground } from "./ground.js";
import type { CheckedStack } from "./stack.js";
import { hasWefe, WefeFederation, type WefeOutputs } from "./wefe/federation.js";

/**
 * What a stack tells the outside. What is of one kind of network alone has no key without one: the engine warns of
 * every key without a value.
 */
export interface StackOutputs
  extends Pick<FabricOutputs, "endpoints" | "certificates" | "operations">,
    Partial<Pick<FabricOutputs, "connectionProfiles" | "privateProfiles">>,
    Partial<Pick<FiscoOutputs, "nodeIds" | "sdks">>,
    Partial<Pick<WefeOutputs, "byHand">> {
  readonly versions: {
    readonly fabric?: string;
    readonly fisco?: string;
    readonly images: Readonly<Record<string, string>>;
  };
}

/**
 * Makes the networks that a stack describes: first what each is founded with, then the ground that they share, then what
 * runs on it.
 */
export function makeNetworks(stack: CheckedStack): StackOutputs {
  const { plan } = stack;
  const fabric = hasFabric(plan) ? new FabricNetwork("fabric", plan) : undefined;
  const fisco = hasFisco(plan) ? new FiscoChain("fisco", plan) : undefined;
  const wefe = hasWefe(plan) ? new WefeFederation("wefe", plan) : undefined;
  const ground = new Ground(
    {
      stack,
      founded: (id) => [fabric, fisco].reduce((known, network) => network?.founded(known) ?? known, id),
    },
    fabric ? { name: "fabric", parent: fabric } : { name: "network" },
  );
  const ofFabric = fabric?.standOn(ground);
  const ofFisco = fisco?.standOn(ground);
  const ofWefe = wefe?.standOn(ground, stack.secrets, fisco && ofFisco && { network: fisco, made: ofFisco });
  return {
    ...ofFabric,
    ...(ofFisco ? { nodeIds: ofFisco.nodeIds, sdks: ofFisco.sdks } : {}),
    ...(ofWefe ? { byHand: ofWefe.byHand } : {}),
    endpoints: { ...ofFabric?.endpoints, ...ofFisco?.endpoints, ...ofWefe?.endpoints },
    certificates: pulumi
      .all([ofFabric?.certificates, ofFisco?.certificates])
      .apply((all) => Object.assign({}, ...all)),
    operations: ofFabric?.operations ?? pulumi.secret({ stack: plan.stack }),
    versions: {
      ...(plan.networks.fabric ? { fabric: plan.networks.fabric.version } : {}),
      ...(plan.networks.fisco ? { fisco: plan.networks.fisco.version } : {}),
      images: referencesByName(stack.images),
    },
  };
}
