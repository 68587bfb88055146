import type { RoleTraits } from "../model/role-traits.js";

/** Ports a node listens on when nothing else on its server has them. */
export const nodePorts = { p2p: 30_300, channel: 20_200, rpc: 8545 } as const;

/** The roles of a chain; they dial addresses. */
export const fiscoRoles: Readonly<Record<string, RoleTraits>> = {
  "fisco-node": {
    title: "FISCO BCOS nodes",
    callers: { p2p: ["fisco-node"], channel: ["fisco-console", "clients"] },
    hostOnly: ["rpc"],
    dataPaths: () => ["/data/data"],
  },
  "fisco-console": { title: "FISCO BCOS console", dataPaths: () => ["/console/account"] },
};
