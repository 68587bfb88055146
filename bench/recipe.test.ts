import { expect, test } from "vitest";
import { createArguments } from "./recipe.js";

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
