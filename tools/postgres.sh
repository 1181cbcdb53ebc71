#!/usr/bin/env bash
# Starts and stops a throw-away PostgreSQL for tests: Debian's own server, on the loopback address and a free port,
# reached as the database user `bluestem` without a password. It flushes nothing to disk: never use it for data.
#
#   tools/postgres.sh start [FOLDER]   installs the server when absent, starts it when it does not run, prints its URL
#   tools/postgres.sh stop [FOLDER]    stops it and removes FOLDER
#   tools/postgres.sh url [FOLDER]     prints the URL of the running server
#
# FOLDER defaults to bluestem-postgres-UID below $TMPDIR. With PG_SETTINGS="name=value ..." the server gets more settings.
set -euo pipefail

command=${1:-start}
folder=${2:-${TMPDIR:-/tmp}/bluestem-postgres-$(id -u)}

fail() { echo "postgres.sh: $*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo -n "$@"
  else fail "PostgreSQL is not installed and neither root nor sudo is at hand: apt-get install postgresql"
  fi
}

# The server refuses to run as root, so root hands it to the user that Debian's package makes.
as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$folder" "$@"; else "$@"; fi
}

programs() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -n "${PG_BIN:-$newest}" ] && [ -x "${PG_BIN:-$newest}/initdb" ] && echo "${PG_BIN:-$newest}"
}

install() {
  programs >/dev/null && return
  echo "installing Debian package: postgresql" >&2
  as_root apt-get update -qq >&2
  # Debian would start a cluster of its own; the tests bring theirs.
  as_root mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
  programs >/dev/null || fail "the package postgresql brought no initdb"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

url() { echo "postgres://bluestem@127.0.0.1:$(cat "$folder/port")/postgres"; }

runs() { [ -s "$folder/port" ] && as_owner "$(programs)/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

start() {
  install
  if runs; then url; return; fi
  local bin port setting
  bin=$(programs)
  rm -rf "$folder"
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi
  chmod 700 "$folder"
  as_owner "$bin/initdb" -D "$folder/data" -U bluestem --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" ||
    fail "initdb failed, see $folder/initdb.log"
  port=$(free_port)
  {
    echo "listen_addresses = '127.0.0.1'"
    echo "port = $port"
    echo "unix_socket_directories = '$folder'"
    echo "max_connections = 300"
    echo "shared_buffers = 256MB"
    echo "fsync = off"
    echo "synchronous_commit = off"
    echo "full_page_writes = off"
    for setting in ${PG_SETTINGS:-}; do echo "${setting%%=*} = '${setting#*=}'"; done
  } >>"$folder/data/postgresql.conf"
  # Its log goes to a file and its standard streams nowhere, so that whoever called us is not held open.
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null </dev/null ||
    fail "the server does not start, see $folder/server.log"
  echo "$port" >"$folder/port"
  url
}

stop() {
  if runs; then as_owner "$(programs)/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null; fi
  rm -rf "$folder"
}

case $command in
  start) start ;;
  stop) stop ;;
  url) runs || fail "no server runs in $folder"; url ;;
  *) fail "unknown command $command: start, stop or url" ;;
esac
