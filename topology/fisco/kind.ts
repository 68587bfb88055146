import type { NetworkKind } from "../kind.js";
import { placedOn } from "../placed-on.js";
import { referenced, runRules } from "../rules/rule.js";
import { fiscoFounding, fiscoFoundingRule } from "./founding.js";
import { certificateIdIn, certificateName } from "./material.js";
import { placementsOf } from "./placements.js";
import { fiscoPlanner } from "./plan.js";
import { sealerRules } from "./quorum/sealer.js";
import { fiscoRoles } from "./roles.js";
import { fiscoStackRules } from "./rules/index.js";
import { fiscoStatus } from "./status/status.js";
import { fiscoText } from "./text.js";

/** FISCO BCOS. */
export const fiscoKind: NetworkKind = {
  key: "fisco",
  rules: {
    groups: [
      { title: "Chains of FISCO BCOS", rules: fiscoStackRules },
      { title: "A chain that runs", rules: [fiscoFoundingRule] },
    ],
    settings(settings) {
      const { fisco } = settings;
      return fisco ? runRules(fiscoStackRules, { ...settings, fisco }) : [];
    },
  },
  servers: ({ fisco }) =>
    fisco
      ? [
          ...placementsOf(fisco).map(({ settings, path }) => ({
            server: settings.server,
            path: [...path, "server"],
          })),
          ...(fisco.console ? [{ server: fisco.console.server, path: ["fisco", "console", "server"] }] : []),
        ]
      : [],
  images: ({ fisco }) => [
    ...(fisco ? [referenced("fisco-bcos")] : []),
    ...(fisco?.console ? [referenced("fisco-console")] : []),
  ],
  placed({ servers, fisco }) {
    if (!fisco) return {};
    const { console, ...rest } = fisco;
    return {
      fisco: {
        ...rest,
        ...(console && Object.hasOwn(servers, console.server) ? { console } : {}),
        agencies: Object.fromEntries(
          Object.entries(fisco.agencies).map(([name, agency]) => [
            name,
            { ...agency, nodes: placedOn(servers, agency.nodes) },
          ]),
        ),
      },
    };
  },
  planner(context) {
    const { fisco } = context.settings;
    return fisco && fiscoPlanner({ ...context, fisco });
  },
  roles: fiscoRoles,
  phases: ["fisco-node", "fisco-console"],
  quorums: [sealerRules],
  founding: fiscoFounding,
  status: fiscoStatus,
  certificate(material) {
    const id = certificateIdIn(material);
    return id === undefined ? undefined : certificateName(id);
  },
  // A chain's certificates are made of its founding time and `validityDays`, the same each time: only another number of
  // days makes other ones.
  renewal: (certificate) =>
    certificate.startsWith("fisco ") ? "raise fisco.certificates.validityDays, then pulumi up" : undefined,
  text: ({ networks: { fisco } }) => fisco && fiscoText(fisco),
};
