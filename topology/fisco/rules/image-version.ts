import type { Rule } from "../../rules/rule.js";
import type { FiscoStack } from "./subject.js";

/** A binary that is older than `supported_version` refuses to start; one of another line reads other files. */
export const imageVersion: Rule<FiscoStack> = {
  id: "fisco-image-version",
  severity: "error",
  holds: "where the node image's tag names a version, it is the chain's",
  source: "FISCO-BCOS libinitializer/GlobalConfigureInitializer.cpp: InvalidSupportedVersion",
  check({ fisco, images }, at) {
    const [, tag] = /:v?(\d+\.\d+\.\d+)[^/:@]*@/.exec(images.references["fisco-bcos"] ?? "") ?? [];
    if (tag === undefined || tag === fisco.version) return [];
    return [
      at(["images", "references", "fisco-bcos"], {
        message: "an image of a version that does not fit",
        found: tag,
        allowed: `${fisco.version}, as fisco.version says`,
        remedy: "name the fitting image; what runs is its digest, so change both",
      }),
    ];
  },
};
