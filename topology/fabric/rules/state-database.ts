import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** The peers of a channel keep its state in the same kind of database, or a rich query runs on some of them only. */
export const stateDatabaseMixed: Rule<FabricSettings> = {
  id: "state-database-mixed",
  severity: "warning",
  holds: "the organisations of a channel have the same kind of state database",
  source: "Fabric docs, couchdb_as_state_database.rst: rich queries need CouchDB",
  check({ organizations, channels }, at) {
    return Object.entries(channels).flatMap(([name, channel]) => {
      const members = [...new Set(channel.organizations)].flatMap((member) => {
        const organization = organizations[member];
        return organization && !organization.foreign ? [{ member, kind: organization.stateDatabase }] : [];
      });
      if (new Set(members.map(({ kind }) => kind)).size < 2) return [];
      return [
        at(["channels", name, "organizations"], {
          message:
            "a chaincode's rich query is answered by some of the channel's peers and refused by others",
          found: members.map(({ member, kind }) => `${member} ${kind}`).join(", "),
          allowed: "goleveldb for all, or couchdb for all",
          remedy:
            "choose one before the peers have ledgers; where no chaincode uses rich queries, accept state-database-mixed",
        }),
      ];
    });
  },
};
