import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

const builtTypes = ["kafka"];
const builtVersions = ["2.4", "2.5"];

/** What the configuration can say and the program cannot make yet is refused as such, never half-made. */
export const notBuilt: Rule<FabricSettings> = {
  id: "not-built",
  severity: "error",
  holds: "the stack asks for nothing that is not built yet",
  source: "own",
  check({ version, ordering, organizations }, at) {
    const findings = [];
    if (!builtTypes.includes(ordering.type))
      findings.push(
        at(["ordering", "type"], {
          message: `ordering by ${ordering.type} is not built yet`,
          found: ordering.type,
          allowed: "kafka",
          remedy: "use kafka, or wait for a release that builds it",
        }),
      );
    if (!builtVersions.includes(version))
      findings.push(
        at(["version"], {
          message: `Fabric ${version} is not built yet`,
          found: version,
          allowed: "2.4 (from 2.4.1, which has chaincode as a service) and 2.5",
          remedy: 'use "2.5", or wait for a release that builds it',
        }),
      );
    for (const [name, { foreign }] of Object.entries(organizations))
      if (foreign)
        findings.push(
          at(["organizations", name, "foreign"], {
            message: "an organisation run by someone else is not built yet",
            found: foreign.bundle,
            allowed: "organisations of this stack",
            remedy: "leave it out, or wait for a release that builds it",
          }),
        );
    return findings;
  },
};
