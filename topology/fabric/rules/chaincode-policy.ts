import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Finding, Path } from "../../../config/findings.js";
import type { At, Rule } from "../../rules/rule.js";
import { readPolicy } from "./policy.js";
import { mspIdOf } from "./stack.js";

/** Roles that a peer's certificate has: with node units on, a peer is never a client or an administrator. */
const endorsing = ["peer", "member"];

/** Whom a private data collection may name: clients of an organisation may read it as well. */
const reading = ["peer", "member", "client", "admin"];

/** An endorsement policy names organisations of its channel, in a role that their peers have; else it can never be met. */
export const chaincodePolicy: Rule<FabricSettings> = {
  id: "chaincode-policy",
  severity: "error",
  holds:
    "an endorsement or collection policy can be met: it names organisations of its channel, in roles that their certificates have",
  source: "Fabric source, msp/mspimpl.go: a role counts through node units only",
  check(fabric, at) {
    return Object.entries(fabric.channels).flatMap(([channelName, channel]) => {
      const members = channel.organizations.filter((name) => Object.hasOwn(fabric.organizations, name));
      const mspIds = members.map((name) => mspIdOf(fabric, name));
      // Whom an unknown member was meant to be is not known, so any id may be its own.
      const judged = members.length === channel.organizations.length ? "all" : "members";
      return Object.entries(channel.chaincodes).flatMap(([name, { policy, collections }]) => {
        const path = ["channels", channelName, "chaincodes", name];
        return [
          ...complaints(policy, { mspIds, judged, roles: endorsing }, [...path, "policy"], at),
          ...collections.flatMap((collection, index) => {
            const base = [...path, "collections", index];
            const { policy: readers } = collection;
            if (typeof collection.name !== "string" || typeof readers !== "string")
              return [
                at(base, {
                  message: "not a private data collection",
                  found: JSON.stringify(collection).slice(0, 60),
                  allowed:
                    "name, policy, requiredPeerCount, maxPeerCount, blockToLive as Fabric's collections file has them",
                  remedy: "give it a name and a policy",
                }),
              ];
            return complaints(readers, { mspIds, judged, roles: reading }, [...base, "policy"], at);
          }),
        ];
      });
    });
  },
};

interface Signers {
  /** Ids of the channel's members that are known. */
  readonly mspIds: readonly string[];
  /** Whether ids of others are judged as well. */
  readonly judged: "all" | "members";
  readonly roles: readonly string[];
}

function complaints(policy: string, { mspIds, judged, roles }: Signers, path: Path, at: At): Finding[] {
  const remedy = `write it like OR(${mspIds.map((mspId) => `'${mspId}.peer'`).join(",")})`;
  const reading = readPolicy(policy);
  if (!reading.ok)
    return [
      at(path, {
        message: `not a signature policy: ${reading.problem}`,
        found: policy,
        allowed: "AND, OR and OutOf over 'MSP.role'",
        remedy,
      }),
    ];
  const unknown = reading.principals.filter(({ mspId }) => judged === "all" && !mspIds.includes(mspId));
  const wrongRole = reading.principals.filter(
    ({ mspId, role }) => mspIds.includes(mspId) && !roles.includes(role),
  );
  return [
    ...unknown.map(({ mspId }) =>
      at(path, {
        message: "names an organisation that is not in the channel",
        found: mspId,
        allowed: mspIds.join(", "),
        remedy,
      }),
    ),
    ...wrongRole.map(({ mspId, role }) =>
      at(path, {
        message: "names a role that can never sign here",
        found: `${mspId}.${role}`,
        allowed: roles.join(", "),
        remedy,
      }),
    ),
  ];
}
