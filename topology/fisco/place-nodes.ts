import { besideWritten } from "../ports.js";
import type { FiscoContext } from "./context.js";
import { placementsOf } from "./placements.js";
import { nodePorts } from "./roles.js";
import type { FiscoNode } from "./types.js";

/** Takes the ports that the user wrote. */
export function claimPorts({ fisco, ports }: Pick<FiscoContext, "fisco" | "ports">): void {
  for (const { settings } of placementsOf(fisco))
    for (const port of [settings.p2pPort, settings.channelPort, settings.rpcPort])
      if (port !== undefined) ports.claim(settings.server, port);
}

/** Where each node stands, at which ports, and whom it dials; written ports were claimed before. */
export function placeNodes({ fisco, ports, placement }: FiscoContext): FiscoNode[] {
  const placements = placementsOf(fisco);
  const own = nodePorts;
  return placements.map(({ name, agency, settings }, index) => {
    const { server, p2pPort, channelPort, rpcPort } = settings;
    const beside = (other: number) => ports.allocate(server, besideWritten(p2pPort, own.p2p, other));
    return {
      name,
      agency,
      server,
      address: placement.addressOf(server),
      rpcAddress: placement.ownAddress(),
      p2pPort: p2pPort ?? ports.allocate(server, own.p2p),
      channelPort: channelPort ?? beside(own.channel),
      rpcPort: rpcPort ?? beside(own.rpc),
      dials: dialledBy(
        placements.map((one) => one.name),
        index,
      ),
    };
  });
}

/**
 * A node dials those before it, and is dialled by those after it. Where two nodes dial each other at the same moment, each
 * keeps the call that it received and drops its own as a duplicate, so that both calls end; they dial again every 10 s, at
 * the same moment again, and a chain of 2 nodes stands still with "Transaction receipt timeout" (WeFe manual, 7.4;
 * FISCO-BCOS libp2p/Service.cpp: heartBeat, onConnect).
 */
function dialledBy(names: readonly string[], index: number): string[] {
  return names.slice(0, index);
}
