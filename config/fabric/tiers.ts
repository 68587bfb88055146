import type { TierRows } from "../tier-rows.js";

const GiB = 1024;

/*
 * Sources:
 * - deployment guide: Fabric docs, deployment_guide_overview.rst: orderer about 1 CPU and 2 GB, peer about 3 times an orderer.
 * - BCS: Huawei BCS user guide: 4 vCPUs and 8 GB for each peer in commercial use.
 * - kafka.rst: Fabric docs 1.4, kafka.rst: keep blocks for ever (log.retention.ms=-1), messages of 10 MiB in our default.
 * - measured: resident memory of an idle service of the demo network (ZooKeeper 64 MB, Kafka 350 MB at -Xmx512m,
 *   orderer 35 MB, peer 71 MB, Go chaincode 13 MB).
 * - a year at 1 tx/s: 5 KiB a transaction make 150 GiB, and a quarter of the disk stays free.
 */

/** Rows of Fabric's roles. */
export const fabricTiers = {
  trial: {
    zookeeper: {
      cpus: 0.25,
      memoryMiB: 512,
      heapMiB: 256,
      diskMiB: 512,
      source: "measured 64 MB; limit = twice the heap",
    },
    kafka: {
      cpus: 0.75,
      memoryMiB: 1 * GiB,
      heapMiB: 512,
      diskMiB: 2 * GiB,
      source: "measured 350 MB at -Xmx512m; limit = twice the heap",
    },
    orderer: { cpus: 0.25, memoryMiB: 256, diskMiB: 1 * GiB, source: "measured 35 MB" },
    couchdb: {
      cpus: 0.25,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "own: as the peer it belongs to",
    },
    peer: { cpus: 0.5, memoryMiB: 512, diskMiB: 1 * GiB, source: "measured 71 MB" },
    chaincode: { cpus: 0.25, memoryMiB: 128, diskMiB: 128, source: "measured 13 MB (Go)" },
  },
  economy: {
    zookeeper: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      heapMiB: 512,
      diskMiB: 10 * GiB,
      source: "fabric-zookeeper image with -Xmx512m; limit = twice the heap",
    },
    kafka: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      heapMiB: 1 * GiB,
      diskMiB: 50 * GiB,
      source:
        "kafka.rst: -Xmx1G for 10 MiB messages; as much again for page cache; a quarter of production's disk",
    },
    orderer: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      diskMiB: 50 * GiB,
      source: "half of the deployment guide; a quarter of production's disk",
    },
    couchdb: {
      cpus: 0.5,
      memoryMiB: 768,
      diskMiB: 25 * GiB,
      source: "own: with the peer and its chaincode half a BCS peer (2 vCPUs, 4 GB)",
    },
    peer: {
      cpus: 1.5,
      memoryMiB: 3 * GiB,
      diskMiB: 50 * GiB,
      source: "three times the orderer (deployment guide); a quarter of production's disk",
    },
    chaincode: { cpus: 0.25, memoryMiB: 256, diskMiB: 1 * GiB, source: "own: 20 times the measured 13 MB" },
  },
  production: {
    zookeeper: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      heapMiB: 1 * GiB,
      diskMiB: 20 * GiB,
      source: "twice the fabric-zookeeper image's -Xmx512m; limit = twice the heap",
    },
    kafka: {
      cpus: 2,
      memoryMiB: 6 * GiB,
      heapMiB: 2 * GiB,
      diskMiB: 200 * GiB,
      source: "kafka.rst: -Xmx1G and up for 10 MiB messages; twice the heap for page cache; a year at 1 tx/s",
    },
    orderer: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      diskMiB: 200 * GiB,
      source: "deployment guide: 1 CPU, 2 GB; a year at 1 tx/s",
    },
    couchdb: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      diskMiB: 100 * GiB,
      source: "BCS: what 4 vCPUs and 8 GB leave beside peer, chaincode and system; half the ledger's disk",
    },
    peer: {
      cpus: 3,
      memoryMiB: 6 * GiB,
      diskMiB: 200 * GiB,
      source: "deployment guide: three times an orderer; a year at 1 tx/s",
    },
    chaincode: {
      cpus: 0.5,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "BCS: what 4 vCPUs and 8 GB leave beside peer, CouchDB and system",
    },
  },
} as const satisfies TierRows;
