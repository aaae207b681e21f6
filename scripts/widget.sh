#!/usr/bin/env bash
# Checks the widget's types, builds it, and fails where what is committed in service/static/ is not what its source gives.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
  echo "npm (with Node 20.11 or newer) is needed to check that service/static/ is what widget/ builds" >&2 && exit 1
fi
built=$(mktemp -d) && trap 'rm -rf "$built"' EXIT
npm --prefix widget ci --no-audit --no-fund --loglevel=error
npm --prefix widget run --silent build -- "$built"
for file in "$built"/*; do
  if ! cmp "$file" "service/static/${file##*/}"; then
    echo "service/static/${file##*/} is not what widget/ builds: run \`npm --prefix widget run build\` and commit it" >&2 && exit 1
  fi
done
