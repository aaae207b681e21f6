#!/usr/bin/env bash
# The eval gate: the sample archive is built from nothing, the gold questions are asked without a model, the limits must hold.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d) && trap 'rm -rf "$data"' EXIT
dateline ingest articles --data "$data"
dateline eval run --gate --data "$data"
