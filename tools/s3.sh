#!/usr/bin/env bash
# Starts and stops a throw-away S3 server for tests: s3s-fs from the crates registry, which keeps objects as files,
# checks the signature of every request, and knows uploads in parts and conditional writes. It listens on a free port
# of the loopback address.
#
#   tools/s3.sh install          builds the server once, as a tool in the target folder
#   tools/s3.sh start [FOLDER]   installs and starts what is absent, prints what `env` prints
#   tools/s3.sh env [FOLDER]     prints what the tests read, as assignments for a shell:
#                                TEST_S3_ENDPOINT, TEST_S3_BUCKET, TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY,
#                                TEST_S3_FOLDER (where the objects of the bucket lie)
#   tools/s3.sh stop [FOLDER]    stops it and removes FOLDER
#
# FOLDER defaults to bluestem-s3-UID below $TMPDIR.
set -euo pipefail

# Newer ones need a newer compiler than this project does.
version=0.14.1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${CARGO_TARGET_DIR:-$root/target}/tools
program=$tools/bin/s3s-fs

command=${1:-start}
folder=${2:-${TMPDIR:-/tmp}/bluestem-s3-$(id -u)}
bucket=bluestem-test
access_key=bluestem-test-access
secret_key=bluestem-test-secret

fail() { echo "s3.sh: $*" >&2; exit 1; }

install_server() {
  [ -x "$program" ] && "$program" --version | grep -qxF "s3s-fs $version" && return
  echo "building s3s-fs $version, once" >&2
  # Outside the workspace, whose settings are not its own. Sums are optimised, for they are most of its work.
  (cd / && CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --root "$tools" \
    --target-dir "$tools/build" --config 'profile.dev.package.sha2.opt-level=3' \
    --config 'profile.dev.package.md-5.opt-level=3' --features binary "s3s-fs@$version") >&2
  rm -rf "$tools/build"
}

free_port() { "$root/tests/support/ports.py"; }

runs() {
  [ -s "$folder/pid" ] && [ "$(cat "/proc/$(cat "$folder/pid")/comm" 2>/dev/null)" = s3s-fs ]
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$(cat "$folder/port")") 2>/dev/null; }

start() {
  install_server
  if ! runs; then
    rm -rf "$folder"
    mkdir -p -m 700 "$folder/objects/$bucket"
    free_port >"$folder/port"
    # Its standard streams go nowhere, so that whoever called us is not held open.
    RUST_LOG=warn "$program" --host 127.0.0.1 --port "$(cat "$folder/port")" --access-key "$access_key" \
      --secret-key "$secret_key" "$folder/objects" >"$folder/server.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 300); do
      answers && break
      # Not `runs`: until the program is begun, the process is still this shell's.
      kill -0 "$!" 2>/dev/null || fail "the server does not start, see $folder/server.log"
      sleep 0.1
    done
    answers || fail "the server does not answer, see $folder/server.log"
  fi
  print_env
}

print_env() {
  runs || fail "no server runs in $folder"
  echo "export TEST_S3_ENDPOINT=http://127.0.0.1:$(cat "$folder/port")"
  echo "export TEST_S3_BUCKET=$bucket"
  echo "export TEST_S3_ACCESS_KEY=$access_key"
  echo "export TEST_S3_SECRET_KEY=$secret_key"
  echo "export TEST_S3_FOLDER=$folder/objects/$bucket"
}

stop() {
  if runs; then kill "$(cat "$folder/pid")"; fi
  rm -rf "$folder"
}

case $command in
  install) install_server ;;
  start) start ;;
  env) print_env ;;
  stop) stop ;;
  *) fail "unknown command $command: install, start, env or stop" ;;
esac
