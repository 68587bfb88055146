import type { Finding, RuleDescription } from "../../config/findings.js";
import { type KindFounding, valuesNow } from "../founding.js";
import { type FabricFounding, foundingOf } from "./founding-record.js";
import { hasFabric } from "./with-fabric.js";

/** A running network is not changed where its data cannot follow. */
export const foundingRule = {
  id: "founded",
  severity: "error",
  holds: "what a network's data depends on is what it was founded with",
  source: "own: the genesis block, ids, ledgers and state databases are made once",
} as const satisfies RuleDescription;

interface Kind {
  readonly path: string;
  readonly what: string;
  readonly article: "a" | "an";
  /** How to do by hand what is not built yet. */
  readonly byHand: string;
}

const kinds: Record<"zookeeper" | "kafka" | "orderers" | "organizations" | "channels" | "peers", Kind> = {
  zookeeper: {
    path: "fabric.ordering.zookeeper",
    what: "ZooKeeper server",
    article: "a",
    byHand:
      "by hand: ZooKeeper 3.8's `reconfig`, or a rolling restart with the new list; keep the founding members in the stack",
  },
  kafka: {
    path: "fabric.ordering.kafka",
    what: "broker",
    article: "a",
    byHand:
      "by hand: start the broker, move partitions to it with kafka-reassign-partitions, and update KafkaBrokers in every channel's configuration",
  },
  orderers: {
    path: "fabric.ordering.orderers",
    what: "orderer",
    article: "an",
    byHand:
      "by hand: start it with the network's genesis block and add its endpoint to every channel's configuration (peer channel fetch config, configtxlator, peer channel update)",
  },
  organizations: {
    path: "fabric.organizations",
    what: "organisation",
    article: "an",
    byHand:
      "by hand: add its MSP to the consortium and to each channel's configuration (peer channel fetch config, configtxlator, signatures of the majority, peer channel update)",
  },
  channels: {
    path: "fabric.channels",
    what: "channel",
    article: "a",
    byHand: "by hand: peer channel create with a configtx of its own, then peer channel join",
  },
  peers: {
    path: "fabric.organizations.*.peers",
    what: "peer",
    article: "a",
    byHand:
      "a peer keeps its server and its state database; to change one, add a new peer under another name, let it catch up, then retire the old one",
  },
};

/**
 * What of the wanted network contradicts the one that was founded. Adding a peer is allowed; everything else of the
 * record is fixed until it is built.
 */
export function compareFounding(founded: FabricFounding, wanted: FabricFounding): Finding[] {
  const findings: Finding[] = [];
  const refuse = (path: string, message: string, found: string, allowed: string, remedy: string) =>
    findings.push({
      path,
      rule: foundingRule.id,
      severity: foundingRule.severity,
      message,
      found,
      allowed,
      remedy,
    });

  for (const [field, kind] of Object.entries(kinds) as [keyof typeof kinds, Kind][]) {
    for (const [name, was] of Object.entries(founded[field])) {
      const is = wanted[field][name];
      const path = `${kind.path}.${name}`;
      if (is === undefined) {
        refuse(
          path,
          `${kind.what} ${name} of the running network is gone from the stack; its data would be orphaned`,
          "absent",
          was,
          `put it back; removing ${kind.article} ${kind.what} is not built yet (${kind.byHand})`,
        );
      } else if (is !== was) {
        refuse(
          path,
          `${kind.what} ${name} is fixed once the network runs`,
          is,
          was,
          `put back: ${was}; ${kind.byHand}`,
        );
      }
    }
    if (field === "peers") continue;
    for (const name of Object.keys(wanted[field]).filter((n) => founded[field][n] === undefined)) {
      refuse(
        `${kind.path}.${name}`,
        `adding ${kind.article} ${kind.what} to a running network is not built yet`,
        name,
        Object.keys(founded[field]).join(", "),
        `take it out again; ${kind.byHand}`,
      );
    }
  }
  const scalars = [
    ["fabric.ordering.systemChannel", "systemChannel"],
    ["fabric.ordering.organization.mspId", "ordererMspId"],
  ] as const;
  for (const [path, field] of scalars) {
    if (founded[field] !== wanted[field])
      refuse(
        path,
        "fixed by the genesis block",
        wanted[field],
        founded[field],
        `put back: ${founded[field]}`,
      );
  }
  const { messaging: was = "plain" } = founded;
  const { messaging: is = "plain" } = wanted;
  if (was !== is)
    refuse(
      "fabric.ordering.tls",
      "members with and without TLS do not understand each other, so they cannot change one at a time",
      is,
      was,
      `put back: tls: ${was === "mutual TLS"}; changing it would stop ZooKeeper, the brokers and the orderers together, which is not built yet (a network founded anew may choose; docs/kafka-tls.md)`,
    );
  for (const key of Object.keys(founded.batch) as (keyof FabricFounding["batch"])[]) {
    if (founded.batch[key] !== wanted.batch[key])
      refuse(
        `fabric.ordering.batch.${key.replace(/Ms$/, "")}`,
        "changing when blocks are cut on a running network is not built yet",
        String(wanted.batch[key]),
        String(founded.batch[key]),
        "put back what was; by hand: peer channel fetch config, edit BatchSize or BatchTimeout, peer channel update as the ordering organisation's admin, for every channel",
      );
  }
  return findings;
}

/** Foundings of Fabric networks. */
export const fabricFounding: KindFounding<FabricFounding> = {
  of: (plan) => (hasFabric(plan) ? foundingOf(plan) : undefined),
  compare: (recorded, wanted) => compareFounding(valuesNow(recorded), wanted),
};
