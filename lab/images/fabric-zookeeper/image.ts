import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { jarEntries } from "../java.js";
import { jreEntries } from "../jre.js";
import { fileEntry } from "../layer.js";

const folder = source("lab", "images", "fabric-zookeeper");
const home = "/apache-zookeeper-3.8.4-bin";
/** As in the official image. */
const zookeeperUser = 1000;

/** Contract: README.md in this folder. */
export const fabricZookeeper: LabImage = {
  name: "fabric-zookeeper",
  version: "3.8.4",
  inputs: [folder, ...["base.ts", "java.ts", "jre.ts"].map((file) => source("lab", "images", file))],
  async content(onLine) {
    const owned = ["/conf", "/data", "/datalog", "/logs"];
    return {
      config: {
        env: [
          `PATH=${home}/bin:/opt/java/bin:${searchPath.replace("PATH=", "")}`,
          "JAVA_HOME=/opt/java",
          "ZOO_CONF_DIR=/conf",
          "ZOO_DATA_DIR=/data",
          "ZOO_DATA_LOG_DIR=/datalog",
          "ZOO_LOG_DIR=/logs",
          "ZOO_TICK_TIME=2000",
          "ZOO_INIT_LIMIT=5",
          "ZOO_SYNC_LIMIT=2",
          "ZOO_AUTOPURGE_PURGEINTERVAL=0",
          "ZOO_AUTOPURGE_SNAPRETAINCOUNT=3",
          "ZOO_MAX_CLIENT_CNXNS=60",
          "ZOO_STANDALONE_ENABLED=true",
          "ZOO_ADMINSERVER_ENABLED=true",
        ],
        entrypoint: ["/docker-entrypoint.sh"],
        command: ["zkServer.sh", "start-foreground"],
        workingDir: home,
        volumes: ["/data", "/datalog", "/logs"],
        ports: ["2181/tcp", "2888/tcp", "3888/tcp", "8080/tcp"],
        labels: originLabels("fabric-zookeeper", "3.8.4", "Maven Central, OpenJDK of this machine"),
      },
      layers: [
        await baseEntries({ zookeeper: zookeeperUser }, ["nc", "wget"]),
        await jreEntries(onLine),
        [
          ...(await jarEntries(`${folder}/pom.xml`, `${home}/lib`, onLine)),
          await fileEntry("/docker-entrypoint.sh", `${folder}/docker-entrypoint.sh`),
          await fileEntry(`${home}/bin/zkServer.sh`, `${folder}/zkServer.sh`),
          await fileEntry(`${home}/bin/zkCli.sh`, `${folder}/zkCli.sh`),
          ...owned.map((path) => ({ kind: "directory", path, owner: zookeeperUser }) as const),
        ],
      ],
    };
  },
};
