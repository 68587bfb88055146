# What every contender runs on a server: bash on-server.sh FUNCTION ARGUMENT…
set -euo pipefail

make() { # stdin: a folder a container, with create.args (one word a line), recipe.sha256 and perhaps files.tar
  local work container id
  work=$(mktemp -d -p /dev/shm)
  tar -x -C "$work"
  for container in "$work"/*; do
    mapfile -t args < "$container/create.args"
    id=$(docker create --label "bench.recipe=$(cat "$container/recipe.sha256")" "${args[@]}")
    [ ! -f "$container/files.tar" ] || docker cp - "$id":/ < "$container/files.tar"
    docker start "$id" > /dev/null
  done
  rm -rf "$work"
}

replace() { # CONTAINER…, stdin as make: for those who run it again; containers of these names go first, volumes stay
  docker rm -f "$@" > /dev/null 2>&1 || true
  make
}

running() { # a line a container of a recipe that runs: its name and the recipe's checksum
  docker ps --filter label=bench.recipe --format '{{.Names}} {{.Label "bench.recipe"}}'
}

of_role() { docker ps -q --filter "label=consortium.role=$1"; }
connects() { (exec 3<> "/dev/tcp/$1/$2") 2> /dev/null; }

zookeeper_serves() {
  connects "$1" 2181 && { exec 3<> "/dev/tcp/$1/2181"; echo srvr >&3; grep -qE 'Mode: (leader|follower)' <&3; }
}
broker_is_registered() { docker logs "$(of_role kafka)" 2>&1 | grep -c 'KafkaServer id=.* started' > /dev/null; }
orderer_serves() {
  connects "$1" 7050 && docker logs "$(of_role orderer)" 2>&1 | grep -c 'Start phase completed successfully' > /dev/null
}
peer_serves() { connects "$1" 7051; }

wait_until() { # CONDITION ARGUMENT…: five times a second, for two minutes
  local tries=600
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { echo "$(hostname): not so after 120 s: $*" >&2; return 1; }
    sleep 0.2
  done
}

brokers_answer() { # ADDRESS…
  local address
  for address in "$@"; do wait_until connects "$address" 9092; done
}

receive_admin() { # stdin: the recipe's folder admin
  docker exec -i "$(of_role peer)" sh -c 'mkdir -p /tmp/admin && tar -x -C /tmp/admin'
}

admin() { docker exec "$(of_role peer)" sh /tmp/admin/admin.sh "$@"; }

channel_state() { # what the peer has of: joined installed approved committed initialised; nothing without a peer
  local peer
  peer=$(of_role peer)
  [ -z "$peer" ] || docker exec "$peer" sh -c '[ ! -f /tmp/admin/admin.sh ] || sh /tmp/admin/admin.sh state'
}

remove() { # STACK: everything of the benchmark: containers, volumes
  local found
  found=$(docker ps -aq --filter label=consortium.stack="$1")
  [ -z "$found" ] || docker rm -fv $found > /dev/null
  found=$(docker volume ls -q --filter label=consortium.stack="$1")
  found="$found $(docker volume ls -q | grep "^$1-" || true)"
  [ -z "${found// /}" ] || docker volume rm -f $found > /dev/null
  rm -rf /dev/shm/bench.sh /dev/shm/bench
}

"$@"
