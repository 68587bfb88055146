# What an organisation's admin does, in its peer's container: sh admin.sh OPERATION. The container's own environment
# says which peer and organisation it is.
set -eu
cd /tmp/admin
. ./addresses.sh
export CORE_PEER_MSPCONFIGPATH=/tmp/admin/$CORE_PEER_LOCALMSPID/msp
orderer="-o $ORDERER --tls --cafile /tmp/admin/orderer-tls-ca.pem"
both="--peerAddresses $ORG1_PEER --tlsRootCertFiles /tmp/admin/Org1MSP/tls-ca.pem --peerAddresses $ORG5_PEER --tlsRootCertFiles /tmp/admin/Org5MSP/tls-ca.pem"

define() { # VERB ARGUMENT…
  peer lifecycle chaincode "$@" $orderer --channelID mychannel --name mycc --version 1.0 --sequence 1 --init-required \
    --signature-policy "OR('Org1MSP.peer','Org5MSP.peer')"
}

case $1 in
  create) peer channel create -c mychannel -f channel.tx --outputBlock channel.block --timeout 60s $orderer ;;
  join)
    [ -f channel.block ] || peer channel fetch 0 channel.block -c mychannel $orderer
    peer channel join -b channel.block
    ;;
  anchors) peer channel update -c mychannel -f "$CORE_PEER_LOCALMSPID.anchors.tx" $orderer ;;
  install) peer lifecycle chaincode install mycc.tgz ;;
  approve) define approveformyorg --package-id "$PACKAGE_ID" ;;
  commit) define commit $both ;;
  init)
    peer chaincode invoke $orderer $both -C mychannel -n mycc --isInit --waitForEvent \
      -c '{"Args":["init","A","10","B","20"]}'
    ;;
  state) # for those who run it again: what this peer and its organisation have
    peer channel list 2> /dev/null | grep -qx mychannel || exit 0
    echo joined
    peer lifecycle chaincode queryinstalled 2> /dev/null | grep -q "Package ID: $PACKAGE_ID," && echo installed
    peer lifecycle chaincode queryapproved -C mychannel -n mycc --sequence 1 > /dev/null 2>&1 && echo approved
    peer lifecycle chaincode querycommitted -C mychannel -n mycc 2> /dev/null | grep -q 'Sequence: 1,' && echo committed
    peer chaincode query -C mychannel -n mycc -c '{"Args":["query","A"]}' > /dev/null 2>&1 && echo initialised
    true
    ;;
  query)
    tries=50
    until [ "$(peer chaincode query -C mychannel -n mycc -c '{"Args":["query","A"]}' 2> /dev/null)" = 10 ]; do
      tries=$((tries - 1))
      [ $tries -gt 0 ] || exit 1
      sleep 0.2
    done
    ;;
esac
