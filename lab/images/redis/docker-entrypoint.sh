#!/bin/sh
# Runs redis-server as the redis user on /data; options alone are options of redis-server.
set -e

case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec su redis -s /bin/sh -c 'exec "$0" "$@"' -- "$0" "$@"
fi

# The official build has no protected mode; Debian's has.
if [ "$1" = redis-server ]; then
  case " $* " in
    *" --protected-mode "*) ;;
    *) set -- "$@" --protected-mode no ;;
  esac
fi

umask 0077
exec "$@"
