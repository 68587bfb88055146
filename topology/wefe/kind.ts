import type { NetworkKind } from "../kind.js";
import { placedOn } from "../placed-on.js";
import { runRules } from "../rules/rule.js";
import { limitsBesideUnion } from "./chain-room.js";
import { contractFilesOf } from "./contract-files.js";
import { wefePlanRules } from "./findings.js";
import { wefeNeedsOf } from "./needs.js";
import { packageRules } from "./package/findings.js";
import { wefePlanner } from "./plan.js";
import { wefeRoles } from "./roles.js";
import { wefeStackRules } from "./rules/index.js";
import { wefeText } from "./text.js";

/** WeFe. Its sides are judged by a rule of its own where they stand, and its package has archives of its images. */
export const wefeKind: NetworkKind = {
  key: "wefe",
  rules: {
    groups: [
      { title: "WeFe federations", rules: wefeStackRules },
      {
        title:
          "A vendor's package, read wherever its stack is planned; its image archives by pulumi preview and up",
        rules: [...packageRules, ...wefePlanRules],
      },
    ],
    settings(settings) {
      const { wefe } = settings;
      return wefe ? runRules(wefeStackRules, { ...settings, wefe }) : [];
    },
  },
  servers: () => [],
  images: () => [],
  hasOwnArchives({ wefe }) {
    const archives = wefe?.package.images;
    return archives !== undefined && archives.amd64.length + archives.arm64.length > 0;
  },
  archives: ({ wefe }) => wefe?.archives ?? [],
  placed({ servers, wefe }) {
    // Without its union nothing of a federation can be planned.
    const union = wefe?.union.server;
    if (!wefe || (union !== undefined && !Object.hasOwn(servers, union))) return {};
    return { wefe: { ...wefe, members: placedOn(servers, wefe.members) } };
  },
  planner(context) {
    const { wefe } = context.settings;
    // Without its package nothing is known of a federation's services: what can be judged is judged by its settings.
    const vendorPackage = context.packages.wefe;
    return wefe && vendorPackage && wefePlanner({ ...context, wefe, vendorPackage });
  },
  contracts: ({ settings, packages }) => contractFilesOf(settings.wefe, packages.wefe).contracts,
  share: limitsBesideUnion,
  roles: wefeRoles,
  phases: ["wefe-data", "wefe-service", "wefe-follower", "wefe-website"],
  quorums: [],
  needs: ({ networks: { wefe }, services }, server) => wefe && wefeNeedsOf(wefe, services, server),
  preflight({ services, networks: { wefe } }, server) {
    const ours = services.some(
      (service) => service.server === server && Object.hasOwn(wefeRoles, service.role),
    );
    if (!ours) return {};
    // Every member has one, and no union.
    const flow = wefe?.members.some((member) => member.server === server);
    return { vendorPackage: "wefe", ...(flow ? { wefeFlow: true } : {}) };
  },
  text: ({ networks: { wefe }, services }) => wefe && wefeText(wefe, services),
};
