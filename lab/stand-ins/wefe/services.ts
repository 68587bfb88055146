import { managerContracts, unionContracts } from "./contracts.js";

/** What a service needs at its start, each with the keys that say where it is. */
export type Need =
  | { readonly kind: "mysql"; readonly tables: readonly string[] }
  | { readonly kind: "mongo"; readonly keys: readonly string[] }
  | { readonly kind: "redis" }
  | { readonly kind: "nacos" }
  | { readonly kind: "clickhouse" }
  | { readonly kind: "union" }
  | { readonly kind: "chain"; readonly contracts: readonly string[] }
  /** Waits for it without end, as WeFe's flow does. */
  | { readonly kind: "member id" };

/** One closed service as it is played. */
export interface Service {
  readonly keys: readonly string[];
  readonly needs: readonly Need[];
  /** Runs once the needs are met. */
  readonly afterwards: "register node" | "create member id" | "nothing";
  /** What it listens on: HTTP with a path that answers alive, a plain TCP port, or a proxy. */
  readonly listens: readonly Listener[];
}

/** A port of a service, within its container. */
export type Listener =
  | { readonly kind: "http"; readonly port: number; readonly alive: string }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "proxy"; readonly port: number };

const mysqlKeys = ["host", "port", "database", "username", "password"].map((name) => `db.mysql.${name}`);
const chainKeys = ["fisco-bcos.ip", "channelPort", "group_id", "certPath"].map(
  (name) => `block.chain.${name}`,
);
const unionMongo = "spring.datasource.mongodb.union.uri";
const managerMongo = "spring.datasource.mongodb.manager.uri";
const http = (alive: string): Listener => ({ kind: "http", port: 8080, alive });

/**
 * The closed services of the vendor's package. Keys are those of the manual and of WeFe 2.x's sources; a real package has
 * more. Ports are those of the containers.
 */
export const services: Readonly<Record<string, Service>> = {
  "wefe-union-service": {
    keys: [unionMongo, "spring.datasource.mongodb.union.databaseName", ...chainKeys, "organization.name"],
    needs: [
      { kind: "mongo", keys: [unionMongo] },
      { kind: "chain", contracts: unionContracts },
    ],
    afterwards: "register node",
    listens: [http("/union-service/service/alive")],
  },
  "wefe-blockchain-data-sync": {
    keys: [unionMongo, ...chainKeys, "contract.data-sync-group-id", "contract.solidity-path"],
    needs: [
      { kind: "mongo", keys: [unionMongo] },
      { kind: "chain", contracts: [] },
    ],
    afterwards: "nothing",
    listens: [http("/blockchain-data-sync/service/alive")],
  },
  "wefe-manager-service": {
    keys: [unionMongo, managerMongo, ...chainKeys],
    needs: [
      { kind: "mongo", keys: [unionMongo, managerMongo] },
      { kind: "chain", contracts: managerContracts },
    ],
    afterwards: "nothing",
    listens: [http("/manager-service/service/alive")],
  },
  "wefe-board-service": {
    keys: [...mysqlKeys, "wefe.union.base-url"],
    needs: [{ kind: "mysql", tables: ["global_config"] }],
    afterwards: "create member id",
    listens: [http("/board-service/service/alive")],
  },
  "wefe-gateway": {
    keys: [...mysqlKeys, "wefe.union.base-url", "grpc.server.internal.port", "grpc.server.external.port"],
    needs: [{ kind: "mysql", tables: ["global_config"] }, { kind: "union" }],
    afterwards: "nothing",
    listens: [
      { kind: "tcp", port: 50051 },
      { kind: "tcp", port: 50052 },
    ],
  },
  "wefe-flow": {
    keys: mysqlKeys,
    needs: [{ kind: "mysql", tables: ["global_config"] }, { kind: "clickhouse" }, { kind: "member id" }],
    afterwards: "nothing",
    listens: [{ kind: "http", port: 5000, alive: "/service/alive" }],
  },
  "wefe-serving-service": {
    keys: [...mysqlKeys, "wefe.union.base-url"],
    needs: [{ kind: "mysql", tables: [] }],
    afterwards: "nothing",
    listens: [http("/serving-service/service/alive")],
  },
  "wefe-fusion-service": {
    keys: mysqlKeys,
    needs: [{ kind: "mysql", tables: [] }],
    afterwards: "nothing",
    listens: [http("/fusion-service/service/alive")],
  },
  "welab-iam": {
    keys: [...mysqlKeys, "spring.redis.host", "spring.redis.port", "nacos.server-addr"],
    needs: [{ kind: "mysql", tables: ["org_info"] }, { kind: "redis" }, { kind: "nacos" }],
    afterwards: "nothing",
    listens: [http("/iam/service/alive")],
  },
  "welab-gateway": {
    keys: ["nacos.server-addr", "gateway.routes"],
    needs: [{ kind: "nacos" }],
    afterwards: "nothing",
    listens: [{ kind: "proxy", port: 8080 }],
  },
};
