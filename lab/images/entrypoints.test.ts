import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../hosts/process.js";

test("KAFKA_X_Y becomes x.y, __ is _, ___ is -, and settings of the start script stay out", async () => {
  const home = await mkdtemp(join(tmpdir(), "kafka-"));
  await mkdir(join(home, "config"));
  await run([join(import.meta.dirname, "fabric-kafka", "docker-entrypoint.sh"), "true"], {
    env: {
      KAFKA_HOME: home,
      KAFKA_BROKER_ID: "1",
      KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka1:9092",
      KAFKA_LOG_DIRS: "/var/lib/kafka/data",
      KAFKA_SOME__NAME_X___Y: "a=b c",
      KAFKA_HEAP_OPTS: "-Xmx512m",
      KAFKA_JVM_PERFORMANCE_OPTS: "-server",
    },
  });
  expect(
    await readFile(join(home, "config", "server.properties"), "utf8"),
  ).toBe(`advertised.listeners=PLAINTEXT://kafka1:9092
broker.id=1
log.dirs=/var/lib/kafka/data
some_name.x-y=a=b c
`);
});

async function zookeeper(more: Record<string, string>, before: Record<string, string> = {}) {
  const home = await mkdtemp(join(tmpdir(), "zookeeper-"));
  for (const [name, text] of Object.entries(before)) await writeFile(join(home, name), text);
  await run([join(import.meta.dirname, "fabric-zookeeper", "docker-entrypoint.sh"), "true"], {
    env: {
      ZOO_CONF_DIR: home,
      ZOO_DATA_DIR: home,
      ZOO_DATA_LOG_DIR: "/datalog",
      ZOO_TICK_TIME: "2000",
      ZOO_INIT_LIMIT: "5",
      ZOO_SYNC_LIMIT: "2",
      ZOO_AUTOPURGE_SNAPRETAINCOUNT: "3",
      ZOO_AUTOPURGE_PURGEINTERVAL: "1",
      ZOO_MAX_CLIENT_CNXNS: "60",
      ZOO_STANDALONE_ENABLED: "false",
      ZOO_ADMINSERVER_ENABLED: "false",
      ...more,
    },
  });
  const read = (name: string) => readFile(join(home, name), "utf8");
  return { config: (await read("zoo.cfg")).replaceAll(home, "/data"), id: await read("myid") };
}

test("zoo.cfg has a line per server and per extra setting, client ports included", async () => {
  const { config, id } = await zookeeper({
    ZOO_MY_ID: "2",
    ZOO_SERVERS: "server.1=zk1:2888:3888;10.0.1.11:2181 server.2=zk2:2888:3888;10.0.1.12:2181",
    ZOO_CFG_EXTRA: "quorumListenOnAllIPs=true maxSessionTimeout=40000",
    ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr",
  });
  expect(id).toBe("2\n");
  expect(config).toBe(`dataDir=/data
dataLogDir=/datalog
tickTime=2000
initLimit=5
syncLimit=2
autopurge.snapRetainCount=3
autopurge.purgeInterval=1
maxClientCnxns=60
standaloneEnabled=false
admin.enableServer=false
4lw.commands.whitelist=srvr,mntr
quorumListenOnAllIPs=true
maxSessionTimeout=40000
server.1=zk1:2888:3888;10.0.1.11:2181
server.2=zk2:2888:3888;10.0.1.12:2181
`);
});

test("a zoo.cfg and a myid that are there are kept", async () => {
  const { config, id } = await zookeeper({ ZOO_MY_ID: "2" }, { "zoo.cfg": "mine\n", myid: "7\n" });
  expect([config, id]).toEqual(["mine\n", "7\n"]);
});
