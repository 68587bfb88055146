import { expect, test } from "vitest";
import { ansibleInventory, createArguments } from "./recipe.js";

test("a container of the state becomes the words of docker create", () => {
  const words = createArguments({
    name: "bench-kafka1",
    image: "sha256:4059",
    command: ["run"],
    networkMode: "host",
    restart: "unless-stopped",
    envs: ["KAFKA_BROKER_ID=1", "KAFKA_HEAP_OPTS=-Xms64m -Xmx256m"],
    hosts: [{ host: "zookeeper1", ip: "10.0.1.11" }],
    volumes: [{ volumeName: "bench-kafka1-data", containerPath: "/var/lib/kafka/data" }],
    uploads: [],
    memory: 512,
    memorySwap: 512,
    cpus: "0.5",
    logDriver: "json-file",
    logOpts: { "max-size": "50m" },
    ulimits: [{ name: "nofile", soft: 16384, hard: 16384 }],
    stopTimeout: 60,
    labels: [{ label: "consortium.role", value: "kafka" }],
  });
  expect(words).toEqual([
    "--name=bench-kafka1",
    "--network=host",
    "--restart=unless-stopped",
    "--env=KAFKA_BROKER_ID=1",
    "--env=KAFKA_HEAP_OPTS=-Xms64m -Xmx256m",
    "--add-host=zookeeper1:10.0.1.11",
    "--volume=bench-kafka1-data:/var/lib/kafka/data",
    "--memory=512m",
    "--memory-swap=512m",
    "--cpus=0.5",
    "--log-driver=json-file",
    "--log-opt=max-size=50m",
    "--ulimit=nofile=16384:16384",
    "--stop-timeout=60",
    "--label=consortium.role=kafka",
    "sha256:4059",
    "run",
  ]);
});

test("Ansible's inventory has a group a role, and each host its containers with their checksums", () => {
  const servers = { o1: { address: "10.0.1.18" }, p1: { address: "10.0.1.21" } };
  const containers = [
    { host: "o1", role: "orderer", name: "bench13-orderer0.example.com", checksum: "aa" },
    { host: "p1", role: "peer", name: "bench13-peer0.org1.example.com", checksum: "bb" },
    { host: "p1", role: "chaincode", name: "bench13-mycc", checksum: "cc" },
  ];
  expect(ansibleInventory(servers, containers)).toEqual({
    all: {
      hosts: {
        o1: {
          ansible_host: "10.0.1.18",
          ansible_user: "root",
          containers: { orderer: ["bench13-orderer0.example.com aa"] },
        },
        p1: {
          ansible_host: "10.0.1.21",
          ansible_user: "root",
          containers: { peer: ["bench13-peer0.org1.example.com bb"], chaincode: ["bench13-mycc cc"] },
        },
      },
      children: {
        orderer: { hosts: { o1: {} } },
        peer: { hosts: { p1: {} } },
        chaincode: { hosts: { p1: {} } },
      },
    },
  });
});
