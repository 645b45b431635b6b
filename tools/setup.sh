#!/bin/sh
# Make .venv ready for this checkout: `sh tools/setup.sh` for learning, `sh tools/setup.sh dev` for building and testing.
# It finds a Python, installs, and remembers it; called again it does nothing, until the project's needs or the folder change.
set -eu
cd "$(dirname "$0")/.."
group=${1:-}

say() { printf '%s\n' "$*" >&2; }

# The first Python on the PATH for which the given code exits with 0
find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c "$1" >/dev/null 2>&1; then printf '%s\n' "$name" && return; fi
  done
  return 1
}

state=$(pwd && cksum pyproject.toml classroom/pyproject.toml \
  kml/course/session/jupyterlab_overrides.json kml/course/session/jupyterlab_last_look/*) # copied at installing
ready=.venv/ready${group:+-$group}
if [ "$(cat "$ready" 2>/dev/null)" = "$state" ] && .venv/bin/python -I -c 'import kml, kml_classroom' 2>/dev/null; then exit 0; fi

if ! { mkdir -p .venv && [ -w .venv ]; } 2>/dev/null; then
  say "This folder cannot be written to, and the course keeps all that it installs in it: copy it to a place of your own, such as your home folder, and run the command there. (It is $(pwd).)"
  exit 1
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
  # Debian keeps ensurepip, without which there is no venv, in a package of its own.
  complete="import ensurepip, venv; $new_enough"
  if ! python=$(find_python "$complete"); then
    if ! name=$(find_python "$new_enough"); then
      say 'kml needs Python 3.11 or newer, and none is on the PATH. On Debian or Ubuntu: sudo apt install python3 python3-venv'
      exit 1
    fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
      say "$name has no venv module. Install it, then run the command again: sudo apt install $name-venv"
      exit 1
    fi
    say "$name has no venv module: installing the Debian package $name-venv"
    apt-get update -qq || true # one source that is out of reach need not matter: the next line tells
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name-venv" >/dev/null
    if ! python=$(find_python "$complete"); then
      say "$name still has no venv module: install another Python 3.11 or newer, then run the command again."
      exit 1
    fi
  fi
  # A .venv whose Python is gone is made anew; one that only lacks pip keeps what it has.
  if .venv/bin/python -c '' 2>/dev/null; then clear=; else clear=--clear; fi
  "$python" -m venv $clear .venv
fi

.venv/bin/python tools/install.py $group || exit 1
printf '%s\n' "$state" | tee "$ready" >.venv/ready # what tests need holds all that learning needs
