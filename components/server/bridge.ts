import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { gatewayOf } from "../../topology/ipv4.js";
import type { PlannedBridge } from "../../topology/model/server.js";
import type { NetworkIdentity } from "../network-identity.js";
import type { Server } from "./server.js";

/**
 * A bridge network of Docker's on one server. Nothing of it can change in place, and Docker keeps one that has
 * containers: when its subnet changes, the engine removes its services first, then the network, and makes all anew.
 */
export function bridge(
  planned: PlannedBridge,
  network: NetworkIdentity,
  server: Server,
  opts: Pick<pulumi.CustomResourceOptions, "dependsOn">,
): docker.Network {
  return new docker.Network(
    `${planned.name}-on-${planned.server}`,
    {
      name: planned.name,
      driver: "bridge",
      // Docker tells a gateway that was not asked for in some versions only; asked for, it never looks like a change.
      ipamConfigs: [{ subnet: planned.subnet, gateway: gatewayOf(planned.subnet) }],
      labels: [
        { label: "consortium.network", value: network.id },
        { label: "consortium.stack", value: network.stack },
      ],
    },
    { ...opts, parent: server, provider: server.provider, deleteBeforeReplace: true },
  );
}
