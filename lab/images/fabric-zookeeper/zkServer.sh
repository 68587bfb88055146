#!/bin/sh
# zkServer.sh start-foreground: the server as this process.
[ "${1:-}" = start-foreground ] || { echo "usage: zkServer.sh start-foreground (the only form of this build)" >&2; exit 64; }
# JVMFLAGS come last, so that their -Xmx wins, as in ZooKeeper's own script.
exec java "-Xmx${ZK_SERVER_HEAP:-1000}m" ${SERVER_JVMFLAGS:-} \
  "-Dzookeeper.log.dir=$ZOO_LOG_DIR" -XX:+HeapDumpOnOutOfMemoryError -XX:+ExitOnOutOfMemoryError \
  -Dorg.slf4j.simpleLogger.showDateTime=true "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS" \
  -Dorg.slf4j.simpleLogger.logFile=System.out \
  ${JVMFLAGS:-} -cp "/apache-zookeeper-3.8.4-bin/lib/*:$ZOO_CONF_DIR" \
  org.apache.zookeeper.server.quorum.QuorumPeerMain "$ZOO_CONF_DIR/zoo.cfg"
