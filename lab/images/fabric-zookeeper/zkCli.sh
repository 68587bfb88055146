#!/bin/sh
# ZooKeeper's command line client.
exec java -Xmx256m ${CLIENT_JVMFLAGS:-} -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "/apache-zookeeper-3.8.4-bin/lib/*" org.apache.zookeeper.ZooKeeperMain "$@"
