import { describe, expect, test } from "vitest";
import type { Plan } from "../model/plan.js";
import type { PlannedFile } from "../model/service.js";
import { fabricPlanOf, manualStack } from "../testing/stack.js";
import { speaksTls } from "./messaging.js";
import type { PlanWithFabric } from "./with-fabric.js";

const planWith = (tls: boolean | undefined, logLevel = "info"): PlanWithFabric => {
  const input = manualStack();
  if (!input.fabric) throw new Error("the manual's stack has a network");
  if (tls !== undefined) input.fabric.ordering.tls = tls;
  input.fabric.ordering.orderers = {
    ...input.fabric.ordering.orderers,
    orderer1: { server: "o2", logLevel },
  };
  return fabricPlanOf(input, "prod");
};
const serviceOf = (plan: Plan, name: string) => {
  const service = plan.services.find((one) => one.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return service;
};
const filesOf = (files: readonly PlannedFile[]) =>
  files.map(({ path, mode, source }) => `${mode} ${path} ${source.kind === "text" ? "" : source.name}`);

test.each([
  { tier: "trial", tls: undefined, speaks: false },
  { tier: "economy", tls: undefined, speaks: true },
  { tier: "production", tls: undefined, speaks: true },
  { tier: "trial", tls: true, speaks: true },
  { tier: "production", tls: false, speaks: false },
] as const)("tier $tier with tls $tls: TLS $speaks", ({ tier, tls, speaks }) => {
  expect(speaksTls(tier, { type: "kafka", tls })).toBe(speaks);
});

describe("with TLS", () => {
  const plan = planWith(true);

  test("a ZooKeeper server listens for clients on TLS only, and asks them and its ensemble for certificates", () => {
    const { env, files } = serviceOf(plan, "zookeeper2");
    expect(env.ZOO_SERVERS).toBe(
      "server.1=zookeeper1:2888:3888 server.2=zookeeper2:2888:3888 server.3=zookeeper3:2888:3888",
    );
    expect(env.ZOO_CFG_EXTRA?.split(" ")).toEqual([
      "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
      "secureClientPort=2181",
      "secureClientPortAddress=10.0.0.12",
      "ssl.keyStore.location=/conf/tls/server.pem",
      "ssl.keyStore.type=PEM",
      "ssl.trustStore.location=/conf/tls/ca.pem",
      "ssl.trustStore.type=PEM",
      "ssl.clientAuth=need",
      "sslQuorum=true",
      "ssl.quorum.keyStore.location=/conf/tls/server.pem",
      "ssl.quorum.keyStore.type=PEM",
      "ssl.quorum.trustStore.location=/conf/tls/ca.pem",
      "ssl.quorum.trustStore.type=PEM",
      "ssl.quorum.clientAuth=need",
    ]);
    expect(filesOf(files)).toEqual([
      "0600 /conf/tls/server.pem messaging/zookeeper/zookeeper2/pair",
      "0644 /conf/tls/ca.pem messaging/zookeeper/ca",
    ]);
  });

  test("a broker has no plain listener, asks for certificates, and dials ZooKeeper with one of its own", () => {
    const { env, files } = serviceOf(plan, "kafka3");
    const { KAFKA_HEAP_OPTS: _heap, ...rest } = env;
    expect(
      Object.fromEntries(Object.entries(rest).filter(([key]) => /LISTENERS|SSL|SECURITY|OPTS/.test(key))),
    ).toEqual({
      KAFKA_LISTENERS: "SSL://10.0.0.16:9092",
      KAFKA_ADVERTISED_LISTENERS: "SSL://kafka3:9092",
      KAFKA_SECURITY_INTER_BROKER_PROTOCOL: "SSL",
      KAFKA_SSL_CLIENT_AUTH: "required",
      KAFKA_SSL_KEYSTORE_TYPE: "PEM",
      KAFKA_SSL_KEYSTORE_LOCATION: "/etc/kafka/tls/broker.pem",
      KAFKA_SSL_TRUSTSTORE_TYPE: "PEM",
      KAFKA_SSL_TRUSTSTORE_LOCATION: "/etc/kafka/tls/kafka-ca.pem",
      KAFKA_ZOOKEEPER_SSL_CLIENT_ENABLE: "true",
      KAFKA_ZOOKEEPER_SSL_KEYSTORE_TYPE: "PEM",
      KAFKA_ZOOKEEPER_SSL_KEYSTORE_LOCATION: "/etc/kafka/tls/zookeeper-client.pem",
      KAFKA_ZOOKEEPER_SSL_TRUSTSTORE_TYPE: "PEM",
      KAFKA_ZOOKEEPER_SSL_TRUSTSTORE_LOCATION: "/etc/kafka/tls/zookeeper-ca.pem",
      KAFKA_OPTS: "-Dzookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty",
    });
    expect(filesOf(files)).toEqual([
      "0600 /etc/kafka/tls/broker.pem messaging/kafka/kafka3/pair",
      "0644 /etc/kafka/tls/kafka-ca.pem messaging/kafka/ca",
      "0600 /etc/kafka/tls/zookeeper-client.pem messaging/zookeeper/kafka3/pair",
      "0644 /etc/kafka/tls/zookeeper-ca.pem messaging/zookeeper/ca",
    ]);
  });

  test("an orderer is a client of Kafka and knows nothing of ZooKeeper", () => {
    const { env, files } = serviceOf(plan, "orderer0.example.com");
    expect(Object.fromEntries(Object.entries(env).filter(([key]) => key.includes("KAFKA_TLS")))).toEqual({
      ORDERER_KAFKA_TLS_ENABLED: "true",
      ORDERER_KAFKA_TLS_PRIVATEKEY_FILE: "/etc/hyperledger/orderer/kafka/client.key",
      ORDERER_KAFKA_TLS_CERTIFICATE_FILE: "/etc/hyperledger/orderer/kafka/client.crt",
      ORDERER_KAFKA_TLS_ROOTCAS_FILE: "/etc/hyperledger/orderer/kafka/ca.crt",
    });
    expect(filesOf(files).filter((line) => line.includes("messaging/"))).toEqual([
      "0600 /etc/hyperledger/orderer/kafka/client.key messaging/kafka/orderer0.example.com/key",
      "0644 /etc/hyperledger/orderer/kafka/client.crt messaging/kafka/orderer0.example.com/cert",
      "0644 /etc/hyperledger/orderer/kafka/ca.crt messaging/kafka/ca",
    ]);
  });

  test.each([
    { logLevel: "info", spec: "info:orderer.common.server,orderer.common.server.=warn" },
    {
      logLevel: "info:orderer.common.server.=debug",
      spec: "info:orderer.common.server.=debug:orderer.common.server,orderer.common.server.=warn",
    },
  ])(
    "an orderer at $logLevel does not print its configuration, which holds the key",
    ({ logLevel, spec }) => {
      expect(serviceOf(planWith(true, logLevel), "orderer1.example.com").env.FABRIC_LOGGING_SPEC).toBe(spec);
    },
  );

  test("ports stay what they are without, and say whose certificates they ask for", () => {
    const asked = plan.services.flatMap(({ name, ports }) =>
      ports.flatMap(({ port, authority }) =>
        authority === undefined ? [] : [`${name} ${port} ${authority}`],
      ),
    );
    expect(asked).toEqual([
      "zookeeper1 2181 zookeeper",
      "zookeeper2 2181 zookeeper",
      "zookeeper3 2181 zookeeper",
      "kafka1 9092 kafka",
      "kafka2 9092 kafka",
      "kafka3 9092 kafka",
      "kafka4 9092 kafka",
    ]);
    expect(plan.flows).toEqual(planWith(false).flows);
    expect(plan.networks.fabric.ordering.kafkaBrokers).toEqual(
      planWith(false).networks.fabric.ordering.kafkaBrokers,
    );
  });

  test("members are vouched for by name and address, clients by none; no orderer is known to ZooKeeper", () => {
    const listed = (plan.networks.fabric.ordering.messagingTls ?? []).map(
      ({ cluster, holder, use, dnsNames, ipAddresses }) =>
        `${cluster} ${use} ${holder}: ${[...dnsNames, ...ipAddresses].join(" ")}`,
    );
    expect(listed).toEqual([
      "zookeeper member zookeeper1: zookeeper1 10.0.0.11",
      "zookeeper member zookeeper2: zookeeper2 10.0.0.12",
      "zookeeper member zookeeper3: zookeeper3 10.0.0.13",
      "zookeeper client kafka1: ",
      "zookeeper client kafka2: ",
      "zookeeper client kafka3: ",
      "zookeeper client kafka4: ",
      "zookeeper client operator: ",
      "kafka member kafka1: kafka1 10.0.0.14",
      "kafka member kafka2: kafka2 10.0.0.15",
      "kafka member kafka3: kafka3 10.0.0.16",
      "kafka member kafka4: kafka4 10.0.0.17",
      "kafka client orderer0.example.com: ",
      "kafka client orderer1.example.com: ",
      "kafka client orderer2.example.com: ",
      "kafka client operator: ",
    ]);
  });
});

test("without TLS nothing of it is there", () => {
  const plan = planWith(false);
  expect(JSON.stringify(plan)).not.toMatch(/SSL|ssl\.|messaging|KAFKA_TLS|authority/);
  expect(plan).toEqual(planWith(undefined));
});
