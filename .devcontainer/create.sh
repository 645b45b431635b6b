#!/bin/sh
# A Codespace has no GPU: put the small CPU build of torch into .venv first, then let the project set up the rest.
set -eu
cd "$(dirname "$0")/.."
python3 -m pip install --quiet uv
python3 -m uv venv --seed --allow-existing .venv
python3 -m uv pip install --python .venv --torch-backend=cpu -e . -e ./classroom
sh tools/setup.sh
