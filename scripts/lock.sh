#!/usr/bin/env bash
# Writes requirements.lock: the exact version of every package, transitive ones too, of the program and all its extras.
#
#   scripts/lock.sh                             after a change in pyproject.toml: keeps the versions that still fit
#   scripts/lock.sh --upgrade                   takes the newest of everything
#   scripts/lock.sh --upgrade-package NAME      takes the newest of one
#
# One version for every Python from 3.11 on and for every system (markers say what only some need), so uv resolves, which
# can do that; pip installs (docs/decisions/0003). Then run `make test` and commit both files together.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq uv==0.13.9

cp requirements.lock "$work/lock"
echo pip | "$work/venv/bin/uv" --no-config pip compile pyproject.toml - --all-extras --universal --python-version 3.11 \
  --fork-strategy fewest --no-header --no-annotate --quiet --output-file "$work/lock" "$@" >/dev/null
{
  cat <<'HEADER'
# Written by scripts/lock.sh, which tells how to refresh it; do not edit.
# pip takes it as constraints (scripts/install.sh): what is installed is what pyproject.toml asks for, in these versions.
# torch has no local version here, so that pip takes a CPU build where one lies at hand.
HEADER
  cat "$work/lock"
} >requirements.lock
