#!/bin/sh
# Writes server.properties from KAFKA_… variables and runs the command. KAFKA_LOG_DIRS becomes log.dirs; two
# underscores stand for one, three for a hyphen. Variables of the start script itself are left out.
set -e
awk '
  BEGIN {
    split("HOME HEAP_OPTS OPTS JMX_OPTS JVM_PERFORMANCE_OPTS GC_LOG_OPTS LOG4J_OPTS VERSION DEBUG", own, " ")
    for (i in own) skip["KAFKA_" own[i]] = 1
    for (name in ENVIRON) {
      if (name !~ /^KAFKA_[A-Z0-9_]+$/ || name in skip) continue
      key = tolower(substr(name, 7))
      gsub(/___/, "-", key); gsub(/__/, "\001", key); gsub(/_/, ".", key); gsub(/\001/, "_", key)
      print key "=" ENVIRON[name]
    }
  }
' | sort > "$KAFKA_HOME/config/server.properties"
exec "$@"
