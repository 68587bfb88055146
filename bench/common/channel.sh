#!/usr/bin/env bash
# What every contender makes on the operator's side: the channel's creation and anchors, beside the admins' identities
# in RECIPE/admin. Usage: channel.sh RECIPE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
recipe=$1
cp "$here/configtx.yaml" "$here/admin.sh" "$recipe/admin/"
configtxgen() { # ARGUMENT…: speaks only when it fails
  local said
  said=$(FABRIC_CFG_PATH=$recipe/admin "$recipe/configtxgen" -profile Channel -channelID mychannel "$@" 2>&1) ||
    { echo "$said" >&2; return 1; }
}
configtxgen -outputCreateChannelTx "$recipe/admin/channel.tx"
for org in Org1MSP Org5MSP; do configtxgen -asOrg $org -outputAnchorPeersUpdate "$recipe/admin/$org.anchors.tx"; done
