import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Path } from "../../../config/findings.js";
import { type Rule, repeated } from "../../rules/rule.js";
import { mspIdOf } from "./stack.js";

interface Owned {
  readonly owner: string;
  readonly value: string;
  readonly path: Path;
}

/** Two organisations never share a membership service id: either could sign as the other. */
export const mspIdTwice: Rule<FabricSettings> = {
  id: "msp-id-twice",
  severity: "error",
  holds: "organisations have MSP ids of their own: with one id, either could sign as the other",
  source: "Fabric docs, msp.rst",
  check(fabric, at) {
    const { organization } = fabric.ordering;
    const ids: Owned[] = [
      { owner: organization.name, value: organization.mspId, path: ["ordering", "organization", "mspId"] },
      ...Object.keys(fabric.organizations).map((owner) => ({
        owner,
        value: mspIdOf(fabric, owner),
        path: ["organizations", owner, "mspId"],
      })),
    ];
    return repeated(ids, ({ value }) => value).flatMap(([first, ...others]) =>
      others.map(({ value, path }) =>
        at(path, {
          message: "the MSP id of another organisation",
          found: `${value}, which is also ${first?.owner}'s`,
          allowed: "an id of its own",
          remedy: "give one of the two another mspId",
        }),
      ),
    );
  },
};

/** Two organisations never share a domain: their nodes and certificates would bear the same names. */
export const domainTwice: Rule<FabricSettings> = {
  id: "domain-twice",
  severity: "error",
  holds: "organisations have domains of their own, for their nodes and certificates bear them",
  source: "own",
  check({ ordering: { organization }, organizations }, at) {
    const domains: Owned[] = [
      { owner: organization.name, value: organization.domain, path: ["ordering", "organization", "domain"] },
      ...Object.entries(organizations).map(([owner, { domain }]) => ({
        owner,
        value: domain,
        path: ["organizations", owner, "domain"],
      })),
    ];
    return repeated(domains, ({ value }) => value).flatMap(([first, ...others]) =>
      others.map(({ value, path }) =>
        at(path, {
          message: "the domain of another organisation",
          found: `${value}, which is also ${first?.owner}'s`,
          allowed: "a domain of its own",
          remedy: `give one of the two another domain, e.g. a label in front of ${value}`,
        }),
      ),
    );
  },
};
