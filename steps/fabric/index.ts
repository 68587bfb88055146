import type { KindSteps } from "../kind.js";
import { couchdbChecks } from "./couchdb.js";

/** What Fabric adds to the steps. */
export const fabricSteps: KindSteps = {
  steps: {
    "couchdb-ready": async () => (await import("./couchdb.js")).couchdbReady,
    genesis: async () => (await import("./genesis.js")).genesis,
    channel: async () => (await import("./channel.js")).channel,
    join: async () => (await import("./join.js")).join,
    anchors: async () => (await import("./anchors.js")).anchors,
    "install-chaincode": async () => (await import("./install.js")).installChaincode,
    "approve-chaincode": async () => (await import("./approve.js")).approveChaincode,
    "commit-chaincode": async () => (await import("./commit.js")).commitChaincode,
    smoke: async () => (await import("./smoke.js")).smoke,
  },
  quorums: {
    zookeeper: async () => (await import("./zookeeper.js")).zookeeperAsker,
    kafka: async () => (await import("./kafka.js")).kafkaAsker,
    orderer: async () => (await import("./ledger.js")).ordererAsker,
    peer: async () => (await import("./ledger.js")).peerAsker,
  },
  checks: { couchdb: couchdbChecks },
};
