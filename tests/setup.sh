#!/usr/bin/env bash
# Installs what the tests need, and does nothing quickly when it is there already: a browser with its driver, a proxy,
# the rules for accessible pages, an OpenID Connect provider, a newer PostgreSQL, and two Python environments (the Blue
# Button SDK pins packages that the other tests must not be held back by). With `bench`: what `make bench` compares with,
# and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif sudo -n true 2>/dev/null; then sudo -n "$@"
  else
    echo "These Debian packages must be installed and neither root nor sudo without a password is at hand: ${missing[*]}" >&2
    echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
}

install_debian_packages() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  [ -x /usr/sbin/haproxy ] || missing+=(haproxy)
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  [ "${#missing[@]}" = 0 ] && return
  echo "installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# environment FOLDER REQUIREMENTS: the folder keeps a copy of the list it was made from, written last.
environment() {
  local folder=$1 list=$2
  cmp -s "$list" "$folder/installed.txt" && return
  echo "installing Python packages of tests/$list"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list"
  cp "$list" "$folder/installed.txt"
}

# npm_packages FOLDER: likewise.
npm_packages() {
  local folder=$1
  cmp -s "$folder/package-lock.json" "$folder/node_modules/installed.json" && return
  echo "installing the npm packages of tests/$folder"
  (cd "$folder" && npm ci --silent)
  cp "$folder/package-lock.json" "$folder/node_modules/installed.json"
}

# What `make bench` compares with.
if [ "${1:-}" = bench ]; then
  environment ../bench/.venv ../bench/django/requirements.txt
  exit
fi

install_debian_packages
npm_packages axe                   # the rules for accessible pages, which a browser runs
npm_packages clients/fhirclient-js # a SMART client
npm_packages clients/oauth4webapi  # a client that keeps to the letter of OAuth
npm_packages conformance           # what the checker of FHIR profiles reads
npm_packages openid-provider       # where members of a payer sign in
npm_packages newer-postgres        # a newer PostgreSQL than Debian's
environment .venv requirements.txt
environment .venv-sdk requirements-sdk.txt
../tools/s3.sh install             # object storage
