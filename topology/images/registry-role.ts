import type { RoleTraits } from "../model/role-traits.js";

/** Role of the stack's own registry, which belongs to no network. */
export const registryRole = "registry";

/** It is there before everything else. */
export const registryPhase = "registry";

/** Every server takes its images from it. */
export const registryTraits: RoleTraits = {
  title: "Registry",
  callers: { registry: ["everyone"] },
  dataPaths: () => ["/var/lib/registry"],
};
