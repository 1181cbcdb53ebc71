#!/usr/bin/env bash
# Starts and stops a throw-away PostgreSQL for tests, with a pooler before it: Debian's own PostgreSQL and PgBouncer
# on the loopback address and free ports, reached as the database user `bluestem` without a password. The server
# flushes nothing to disk: never use it for data.
#
#   tools/postgres.sh start [FOLDER]   installs what is absent, starts what does not run, prints what `env` prints
#   tools/postgres.sh env [FOLDER]     prints what the tests read, as assignments for a shell:
#                                      TEST_POSTGRES_URL, TEST_POSTGRES_POOLER_URL, TEST_POSTGRES_CA
#   tools/postgres.sh replica [FOLDER] makes a streaming replica of a server that runs, prints its URL likewise, as
#                                      TEST_POSTGRES_REPLICA_URL
#   tools/postgres.sh stop [FOLDER]    stops them all and removes FOLDER
#
# FOLDER defaults to bluestem-postgres-UID below $TMPDIR. PG_SETTINGS="name=value ..." adds settings of the server.
# PG_BIN names the folder of another PostgreSQL's programs; root starts a copy of them, which the server's user can read.
set -euo pipefail

command=${1:-start}
folder=${2:-${TMPDIR:-/tmp}/bluestem-postgres-$(id -u)}

fail() { echo "postgres.sh: $*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo -n "$@"
  else fail "neither root nor sudo is at hand. Ask an administrator to run: apt-get install ${missing[*]}"
  fi
}

# Both servers refuse to run as root, so root hands them to the user that Debian's package makes.
as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$folder" "$@"
  else "$@"
  fi
}

# The folder of the programs: those that are named, else the newest of Debian's.
programs() {
  if [ -d "$folder/programs" ]; then echo "$folder/programs/bin"; return; fi
  if [ -n "${PG_BIN:-}" ]; then echo "$PG_BIN"; return; fi
  find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1
}

install_debian_packages() {
  local missing=()
  [ -x "$(programs)/initdb" ] || missing+=(postgresql)
  [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v openssl >/dev/null || missing+=(openssl)
  [ "${#missing[@]}" = 0 ] && return
  echo "installing Debian packages: ${missing[*]}" >&2
  # Debian would start a server of its own; the tests bring theirs.
  as_root mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

free_port() { "$(dirname "${BASH_SOURCE[0]}")/../tests/support/ports.py"; }

# An authority, and a certificate of it for 127.0.0.1.
make_certificates() {
  local new="openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
  $new -x509 -days 30 -subj "/CN=bluestem test authority" -keyout ca.key -out ca.pem
  $new -subj "/CN=127.0.0.1" -keyout server.key -out server.csr
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out server.pem \
    -extfile <(echo "subjectAltName=IP:127.0.0.1")
  rm ca.key server.csr
}

settings() {
  echo "listen_addresses = '127.0.0.1'"
  echo "port = $1"
  echo "unix_socket_directories = '$folder'"
  echo "max_connections = 300"
  echo "shared_buffers = 256MB"
  echo "fsync = off"
  echo "synchronous_commit = off"
  echo "full_page_writes = off"
  echo "ssl = on"
  echo "ssl_cert_file = '$folder/server.pem'"
  echo "ssl_key_file = '$folder/server.key'"
  local setting
  for setting in ${PG_SETTINGS:-}; do echo "${setting%%=*} = '${setting#*=}'"; done
}

pooler_settings() {
  echo "[databases]"
  echo "* = host=127.0.0.1 port=$1 user=bluestem"
  echo "[pgbouncer]"
  echo "listen_addr = 127.0.0.1"
  echo "listen_port = $2"
  echo "unix_socket_dir ="
  echo "auth_type = any"
  echo "pool_mode = transaction"
  echo "default_pool_size = 8"
  echo "max_client_conn = 2000"
  echo "logfile = $folder/pooler.log"
  echo "pidfile = $folder/pooler.pid"
}

server_runs() { [ -s "$folder/port" ] && as_owner "$(programs)/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

pooler_runs() {
  [ -s "$folder/pooler.pid" ] && [ "$(cat "/proc/$(cat "$folder/pooler.pid")/comm" 2>/dev/null)" = pgbouncer ]
}

start_server() {
  local bin port
  rm -rf "$folder"
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ] && [ -n "${PG_BIN:-}" ]; then cp -r "$PG_BIN/.." "$folder/programs"; fi
  bin=$(programs)
  (cd "$folder" && make_certificates 2>openssl.log) || fail "no certificates, see $folder/openssl.log"
  if [ "$(id -u)" = 0 ]; then chown -R postgres:postgres "$folder"; fi
  chmod 700 "$folder"
  as_owner "$bin/initdb" -D "$folder/data" -U bluestem --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    >"$folder/initdb.log" || fail "initdb failed, see $folder/initdb.log"
  port=$(free_port)
  settings "$port" >>"$folder/data/postgresql.conf"
  # Its standard streams go nowhere, so that whoever called us is not held open.
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null </dev/null ||
    fail "the server does not start, see $folder/server.log"
  echo "$port" >"$folder/port"
}

start_pooler() {
  local port
  port=$(free_port)
  pooler_settings "$(cat "$folder/port")" "$port" >"$folder/pooler.ini"
  if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder/pooler.ini"; fi
  as_owner /usr/sbin/pgbouncer --daemon "$folder/pooler.ini" >/dev/null 2>&1 </dev/null ||
    fail "the pooler does not start, see $folder/pooler.log"
  echo "$port" >"$folder/pooler.port"
}

# Streams what the server writes; can be read, not written.
start_replica() {
  local bin port
  bin=$(programs)
  port=$(free_port)
  server_runs || fail "no server runs in $folder"
  as_owner "$bin/pg_basebackup" -h 127.0.0.1 -p "$(cat "$folder/port")" -U bluestem -D "$folder/replica" \
    --wal-method=stream --write-recovery-conf --checkpoint=fast --no-sync >"$folder/basebackup.log" 2>&1 ||
    fail "no copy of the server, see $folder/basebackup.log"
  printf "port = %s\nshared_buffers = 64MB\n" "$port" >>"$folder/replica/postgresql.conf"
  as_owner "$bin/pg_ctl" -D "$folder/replica" -l "$folder/replica.log" -w -t 60 start >/dev/null </dev/null ||
    fail "the replica does not start, see $folder/replica.log"
  echo "export TEST_POSTGRES_REPLICA_URL=postgres://bluestem@127.0.0.1:$port/postgres"
}

start() {
  install_debian_packages
  server_runs || start_server
  pooler_runs || start_pooler
  print_env
}

print_env() {
  server_runs || fail "no server runs in $folder"
  echo "export TEST_POSTGRES_URL=postgres://bluestem@127.0.0.1:$(cat "$folder/port")/postgres"
  echo "export TEST_POSTGRES_POOLER_URL=postgres://bluestem@127.0.0.1:$(cat "$folder/pooler.port")/postgres"
  # Outside the folder, which is the server's alone.
  [ -e "$folder.pem" ] && cmp -s "$folder/ca.pem" "$folder.pem" || cp "$folder/ca.pem" "$folder.pem"
  echo "export TEST_POSTGRES_CA=$folder.pem"
}

stop() {
  if pooler_runs; then kill "$(cat "$folder/pooler.pid")"; fi
  # One that does not run any more must not keep the others running.
  if [ -d "$folder/replica" ]; then as_owner "$(programs)/pg_ctl" -D "$folder/replica" -m immediate -w stop >/dev/null || true; fi
  if server_runs; then as_owner "$(programs)/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null; fi
  rm -rf "$folder" "$folder.pem"
}

case $command in
  start) start ;;
  env) print_env ;;
  replica) start_replica ;;
  stop) stop ;;
  *) fail "unknown command $command: start, env, replica or stop" ;;
esac
