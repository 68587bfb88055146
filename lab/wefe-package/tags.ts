import { services } from "../stand-ins/wefe/services.js";

/** Which names the package's images carry, by the lab image that is behind them. */
export const packageTags: Readonly<Record<string, readonly string[]>> = {
  mariadb: ["wefe-fixture/mariadb:10.11"],
  redis: ["wefe-fixture/redis:7.0"],
  nginx: ["wefe-fixture/nginx:1.22"],
  "fisco-bcos": ["wefe-fixture/fisco-bcos-stand-in:2.9.1"],
  "fisco-console": ["wefe-fixture/fisco-console-stand-in:2.9.2"],
  "wefe-stand-in": [
    "wefe-fixture/mongo-stand-in:5.0.21",
    "wefe-fixture/clickhouse-stand-in:22.8",
    "wefe-fixture/nacos-stand-in:2.2",
    ...Object.keys(services).map((name) => `wefe-fixture/${name}-stand-in:3.8.3`),
  ],
};
