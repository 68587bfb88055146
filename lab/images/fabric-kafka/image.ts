import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { jarEntries } from "../java.js";
import { jreEntries } from "../jre.js";
import { fileEntry } from "../layer.js";

const folder = source("lab", "images", "fabric-kafka");

/** Contract: README.md in this folder. */
export const fabricKafka: LabImage = {
  name: "fabric-kafka",
  version: "3.9.1",
  inputs: [folder, ...["base.ts", "java.ts", "jre.ts"].map((file) => source("lab", "images", file))],
  async content(onLine) {
    return {
      config: {
        env: [
          `PATH=/opt/kafka/bin:/opt/java/bin:${searchPath.replace("PATH=", "")}`,
          "JAVA_HOME=/opt/java",
          "KAFKA_HOME=/opt/kafka",
          "KAFKA_LOG_DIRS=/tmp/kafka-logs",
        ],
        entrypoint: ["/docker-entrypoint.sh"],
        command: ["kafka-server-start.sh", "/opt/kafka/config/server.properties"],
        workingDir: "/opt/kafka",
        ports: ["9092/tcp", "9093/tcp"],
        labels: originLabels("fabric-kafka", "3.9.1", "Maven Central, OpenJDK of this machine"),
      },
      layers: [
        await baseEntries(),
        await jreEntries(onLine),
        [
          ...(await jarEntries(`${folder}/pom.xml`, "/opt/kafka/libs", onLine)),
          await fileEntry("/docker-entrypoint.sh", `${folder}/docker-entrypoint.sh`),
          await fileEntry("/opt/kafka/bin/kafka-server-start.sh", `${folder}/kafka-server-start.sh`),
          { kind: "directory", path: "/opt/kafka/config" },
        ],
      ],
    };
  },
};
