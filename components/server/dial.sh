#!/usr/bin/env bash
# Opens the connection that ssh speaks over (its ProxyCommand). A server that has too many logins under way hangs up
# before its first line (sshd's MaxStartups, 10:30:100 by default). Docker's client gives up then, so we dial again.
#
#   dial.sh tcp HOST PORT           straight to the server
#   dial.sh through COMMAND ARG …   over a command such as `ssh -W`, which ends with 0 when the server hung up
#
# Exit status: 0 the connection has ended, 255 it could not be made. Needs bash, 4.0 or later for `through`.
set -u
export LC_ALL=C

# Docker's client gives ssh 30 s (ConnectTimeout); a burst of 40 logins is over sooner.
deadline=$((SECONDS + 28))
way=$1
shift

# Says why there is no connection to $1 port $2. Of what bash itself says, the first line ends with the reason.
explain() {
  local line reason=
  while IFS= read -r line; do : "${reason:=${line##*: }}"; done
  [ -z "$reason" ] || echo "no connection to $1 port $2: $reason"
}

# Opens descriptor 3 to read from the server and 4 to write to it.
connect() {
  if [ "$way" = tcp ]; then
    # The reason is said before the script ends, where bash can wait for it (4.4 or later).
    { exec 3<>"/dev/tcp/$1/$2"; } 2> >(explain "$@" >&2) || { wait; exit 255; }
    exec 4>&3
  else
    # Its standard error is ours: what it says of a refused login is shown.
    coproc "$@"
    command=$!
    # Bash forgets the pipes of a command that has ended already.
    { exec 3<&"${COPROC[0]:-}" 4>&"${COPROC[1]:-}"; } 2>/dev/null || exec 3</dev/null 4>/dev/null
  fi
}

# Closes both. Ends the script unless it was the server that hung up.
disconnect() {
  exec 3<&- 4>&-
  [ "$way" = tcp ] || wait "$command" || exit 255
}

# The first line of an SSH server; what may stand before it is skipped.
greeting() {
  while IFS= read -r -t 30 line <&3; do
    case $line in SSH-*) return 0 ;; esac
  done
  return 1
}

connect "$@"
until greeting; do
  disconnect
  if [ "$SECONDS" -ge "$deadline" ]; then
    echo "the server hung up on every login for 28 s: look at its sshd's MaxStartups and its log" >&2
    exit 255
  fi
  # Not all at the same moment again.
  sleep "0.$((RANDOM % 9 + 1))"
  connect "$@"
done

printf '%s\n' "$line"
# After a refused login ssh sends HUP and goes. The reader would stay behind, and its connection hold one of the
# server's MaxStartups until LoginGraceTime: so go on to the end of what ssh writes, and end the reader then.
trap : HUP
cat <&3 &
reader=$!
# Only the reader holds ssh's end now, so ssh sees when the server hangs up.
exec >&4 3<&- 4>&-
cat
kill "$reader" 2>/dev/null
exit 0
