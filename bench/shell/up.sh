#!/usr/bin/env bash
# The same network by hand: every container of the recipe, servers side by side, each phase behind the same gate as
# ours, then channel and chaincode. It is given keys, certificates and the genesis block, and checks no server first.
# Usage: up.sh RECIPE   (the folder that recipe.ts writes)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
recipe=$(cd "$1" && pwd)
. "$here/servers.sh"

phase() { # ROLE: makes the role's containers on all their servers at once
  local host
  for host in "${hosts[@]}"; do
    [ -d "$recipe/$host/$1" ] || continue
    tar -C "$recipe/$host/$1" -cf - . | on "$host" make &
  done
  everyone
}

gate() { # CONDITION HOST…: the same condition on several servers at once
  local condition=$1 host
  shift
  for host in "$@"; do on "$host" wait_until "$condition" "${address[$host]}" &
  done
  everyone
}

admin() { on "$1" admin "$2" "${@:3}"; } # HOST OPERATION ARGUMENT…: as the organisation's admin, in its peer's container

zookeepers=(zk1 zk2 zk3) brokers=(k1 k2 k3 k4) orderers=(o1 o2 o3) peers=(p1 p2 p3)
for host in "${hosts[@]}"; do install_script "$host" & done
everyone

phase zookeeper
gate zookeeper_serves "${zookeepers[@]}"
phase kafka
gate broker_is_registered "${brokers[@]}"
for host in "${orderers[@]}"; do
  for broker in "${brokers[@]}"; do on "$host" wait_until connects "${address[$broker]}" 9092 & done
done
everyone
phase orderer
gate orderer_serves "${orderers[@]}"
phase peer
phase chaincode
gate peer_serves "${peers[@]}"

bash "$here/../common/channel.sh" "$recipe"
for host in "${peers[@]}"; do
  tar -C "$recipe/admin" -cf - . | on "$host" receive_admin &
done
everyone

admin p1 create
for host in "${peers[@]}"; do admin "$host" join & done
everyone
admin p1 anchors
admin p2 anchors
for host in "${peers[@]}"; do admin "$host" install & done
everyone
admin p1 approve &
admin p2 approve &
everyone
admin p1 commit
admin p1 init
for host in "${peers[@]}"; do admin "$host" query & done
everyone
