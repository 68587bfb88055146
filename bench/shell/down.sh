#!/usr/bin/env bash
# Removes what up.sh made. Usage: down.sh RECIPE STACK
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
recipe=$(cd "$1" && pwd)
. "$here/servers.sh"
for host in "${hosts[@]}"; do install_script "$host" & done
everyone
for host in "${hosts[@]}"; do on "$host" remove "$2" & done
everyone
