import type { RoleTraits } from "../model/role-traits.js";

/**
 * The roles of a federation. They dial names of their own, which stand for servers. Their compose files say where they keep
 * data; the planner makes a volume of each.
 */
export const wefeRoles: Readonly<Record<string, RoleTraits>> = {
  // Dialled on its own server only (manual 3.3, 5, 7.13).
  "wefe-data": { title: "WeFe data", published: "on its server" },
  "wefe-service": {
    title: "WeFe services",
    callers: {
      union: ["wefe-service", "clients"],
      manager: ["wefe-website"],
      gateway: ["wefe-service", "clients"],
      serving: ["clients"],
      query: ["clients"],
    },
    dialsAs: [{ role: "fisco-node", port: "channel", host: "fisco.service" }],
    published: "anywhere",
  },
  "wefe-website": {
    title: "WeFe pages",
    callers: { portal: ["clients"], "manager-pages": ["wefe-website"] },
    published: "anywhere",
  },
};
