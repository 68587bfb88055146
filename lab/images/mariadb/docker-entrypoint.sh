#!/bin/sh
# Runs mariadbd. An EMPTY data folder is set up once: passwords and database from the environment, then every file of
# /docker-entrypoint-initdb.d in order. Data that is there is never set up again.
set -eu

data=/var/lib/mysql
fresh=$data/.setting-up
socket=/run/mysqld/setting-up.sock

say() { echo "entrypoint: $*"; }
fail() { say "ERROR: $*" >&2; exit 1; }

# $1 of the environment, of $1_FILE, or the same with MARIADB_ in place of MYSQL_.
value() {
  for name in "$1" "$(echo "$1" | sed 's/^MYSQL_/MARIADB_/')"; do
    eval "plain=\${$name:-} file=\${${name}_FILE:-}"
    [ -z "$plain" ] || [ -z "$file" ] || fail "$name and ${name}_FILE are both set"
    [ -z "$file" ] || plain=$(cat "$file")
    [ -z "$plain" ] || { printf '%s' "$plain"; return; }
  done
}

# As an SQL string.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/\\\\'/g")"; }

client() { mariadb --no-defaults --default-character-set=utf8mb4 --protocol=socket --socket="$socket" --user=root "$@"; }

case "${1:-mariadbd}" in
  -*) set -- mariadbd "$@" ;;
  mysqld) shift; set -- mariadbd "$@" ;;
esac
[ "${1:-}" = mariadbd ] || exec "$@"

mkdir -p "$data" /run/mysqld
chown mysql:mysql "$data" /run/mysqld

if [ ! -d "$data/mysql" ]; then
  rm -rf "$fresh"
  left=$(ls -A "$data" | grep -v '^lost+found$' || true)
  [ -z "$left" ] || fail "$data has no database and is not empty: $left"
  root=$(value MYSQL_ROOT_PASSWORD)
  [ -n "$root" ] || [ -n "$(value MYSQL_ALLOW_EMPTY_PASSWORD)" ] \
    || fail "the data folder is empty and MYSQL_ROOT_PASSWORD is not set"
  say "setting up"
  mkdir "$fresh"
  chown mysql:mysql "$fresh"
  mariadb-install-db --no-defaults --user=mysql --datadir="$fresh" --skip-test-db --skip-name-resolve \
    --auth-root-authentication-method=normal > /tmp/install.log 2>&1 || { cat /tmp/install.log >&2; fail "mariadb-install-db"; }
  "$@" --user=mysql --datadir="$fresh" --skip-networking --socket="$socket" --pid-file=/run/mysqld/setting-up.pid &
  server=$!
  n=0
  until echo 'SELECT 1' | client > /dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || fail "mariadbd ended while setting up"
    n=$((n + 1))
    [ "$n" -lt 240 ] || fail "mariadbd does not answer after 120 s"
    sleep 0.5
  done
  database=$(value MYSQL_DATABASE)
  user=$(value MYSQL_USER)
  {
    [ -z "$database" ] || echo "CREATE DATABASE IF NOT EXISTS \`$database\`;"
    if [ -n "$user" ]; then
      echo "CREATE USER $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$(value MYSQL_PASSWORD)");"
      [ -z "$database" ] || echo "GRANT ALL ON \`$database\`.* TO $(quoted "$user")@'%';"
    fi
  } | client
  for file in /docker-entrypoint-initdb.d/*; do
    [ -e "$file" ] || continue
    say "running $file"
    case "$file" in
      *.sh) . "$file" ;;
      *.sql) client ${database:+--database="$database"} < "$file" ;;
      *.sql.gz) gunzip -c "$file" | client ${database:+--database="$database"} ;;
      *) say "ignoring $file" ;;
    esac
  done
  # The installer leaves logins without a password under the host's names and addresses.
  {
    echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');"
    echo "FLUSH PRIVILEGES;"
    echo "CREATE OR REPLACE USER 'root'@'%' IDENTIFIED BY $(quoted "$root");"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$root");"
  } | client
  kill -TERM "$server"
  wait "$server" || fail "mariadbd did not stop cleanly"
  # The folder `mysql` comes last: with it the data is there.
  for path in "$fresh"/* "$fresh"/.[!.]*; do
    [ "$path" = "$fresh/mysql" ] || [ ! -e "$path" ] || mv "$path" "$data/"
  done
  mv "$fresh/mysql" "$data/"
  rmdir "$fresh"
  say "set up"
fi

exec "$@" --user=mysql --datadir="$data"
