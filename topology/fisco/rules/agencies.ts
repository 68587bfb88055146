import { suggestion } from "../../../config/findings.js";
import { type Rule, repeated } from "../../rules/rule.js";
import { placementsOf } from "../placements.js";
import type { FiscoStack } from "./subject.js";

/** An agency's applications may use its own nodes only, so that one of them alone leaves them without a chain. */
export const agencyNodes: Rule<FiscoStack> = {
  id: "fisco-agency-nodes",
  severity: "warning",
  holds: "outside trial every agency has 2 nodes or more",
  source:
    "FISCO BCOS operation manual: at least 2 nodes per institution; nodes refuse SDKs of others (check_cert_issuer)",
  check({ tier, fisco }, at) {
    if (tier === "trial") return [];
    return Object.entries(fisco.agencies)
      .filter(([, { nodes }]) => Object.keys(nodes).length < 2)
      .map(([name, { nodes }]) =>
        at(["fisco", "agencies", name, "nodes"], {
          message: "its applications lose the chain with one node",
          found: Object.keys(nodes).join(", ") || "no node",
          allowed: "2 nodes or more",
          remedy: "name another node, or accept fisco-agency-nodes",
        }),
      );
  },
};

/** A node's name is its container's, its volume's and its certificate's: no other agency's node may bear it. */
export const nodeTwice: Rule<FiscoStack> = {
  id: "fisco-node-twice",
  severity: "error",
  holds: "nodes have names that differ in more than case, across all agencies",
  source: "own: the name is the container's, its volume's and its certificate's",
  check({ fisco }, at) {
    return repeated(placementsOf(fisco), ({ name }) => name.toLowerCase()).flatMap(([first, ...others]) =>
      others.map(({ name, path }) =>
        at(path, {
          message: "a name that is taken",
          found: name,
          allowed: `names that differ in more than case; agency ${first?.agency} has ${first?.name}`,
          remedy: "rename one of the two",
        }),
      ),
    );
  },
};

/** The console has the certificate of an agency that has a node to dial. */
export const consoleAgency: Rule<FiscoStack> = {
  id: "fisco-console-agency",
  severity: "error",
  holds: "the console's agency is one of the chain's and has a node",
  source: "FISCO-BCOS libchannelserver: a node refuses SDKs of another agency",
  check({ fisco }, at) {
    if (!fisco.console) return [];
    const known = Object.entries(fisco.agencies)
      .filter(([, { nodes }]) => Object.keys(nodes).length > 0)
      .map(([name]) => name);
    const { agency } = fisco.console;
    if (known.includes(agency)) return [];
    return [
      at(["fisco", "console", "agency"], {
        message: "no such agency with a node",
        found: agency,
        allowed: known.join(", ") || "an agency with a node",
        remedy: suggestion(agency, known) ?? "name one of the agencies",
      }),
    ];
  },
};

/** With RSA for SDKs an agency `node-a` and a node `a` would give two keys one name in the state. */
export const agencyName: Rule<FiscoStack> = {
  id: "fisco-agency-name",
  severity: "error",
  holds: "with RSA certificates for SDKs no agency is named node- and then a node's name",
  source:
    "own: the keys of its SDKs' authority and of the node's SDK port would have the same name in the state",
  check({ fisco }, at) {
    if (fisco.sdkCertificate !== "rsa") return [];
    const taken = new Map(placementsOf(fisco).map(({ name }) => [`node-${name}`, name]));
    return Object.keys(fisco.agencies).flatMap((agency) => {
      const node = taken.get(agency);
      return node === undefined
        ? []
        : [
            at(["fisco", "agencies", agency], {
              message: "a name that collides with a node's",
              found: agency,
              allowed: `a name that is not node- and then a node's; there is a node ${node}`,
              remedy: "rename the agency or the node",
            }),
          ];
    });
  },
};
