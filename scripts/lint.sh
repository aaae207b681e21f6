#!/usr/bin/env bash
# Everything that is judged without running it: style, types, who imports whom, the shell scripts. Shows all that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
check() { echo "-- $*" && "$@" || failed=1; }

check ruff check .
check ruff format --check .
check mypy
check lint-imports
if command -v shellcheck >/dev/null; then
  check shellcheck scripts/*.sh scripts/entrypoint .ci/run
else
  echo "-- shellcheck is not here: the shell scripts were not checked (scripts/system.sh tells how to get it)"
fi
exit "$failed"
