# How the script reaches the servers: one multiplexed connection each. Sourced; wants $recipe and $here.
declare -A address
hosts=()
while read -r name ip; do
  hosts+=("$name")
  address[$name]=$ip
done < "$recipe/hosts"
sockets=$(mktemp -d)
options=(-o BatchMode=yes -o "UserKnownHostsFile=$recipe/known_hosts" -o StrictHostKeyChecking=yes -l root
  -o ControlMaster=auto -o "ControlPath=$sockets/%h" -o ControlPersist=300)

close() {
  local host
  for host in "${hosts[@]}"; do ssh "${options[@]}" -O exit "${address[$host]}" 2> /dev/null || true; done
  rm -rf "$sockets"
}
trap close EXIT

install_script() { ssh "${options[@]}" "${address[$1]}" 'cat > /dev/shm/bench.sh' < "$here/../common/on-server.sh"; } # HOST

on() { ssh "${options[@]}" "${address[$1]}" bash /dev/shm/bench.sh "${@:2}"; } # HOST FUNCTION ARGUMENT…

everyone() { # waits for all background jobs; one failure fails the whole
  local job failed=0
  for job in $(jobs -p); do wait "$job" || failed=1; done
  return $failed
}
