#!/usr/bin/env bash
# The whole test run, from a fresh clone to the closing summary: `make test` and .ci/run are this script.
# Every stage is run and timed, also after one that failed; without an environment nothing else can be.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset "${!DATELINE_@}" "${!OPENAI_@}" PYTHONDONTWRITEBYTECODE # no stage may reach a model by what lies in the environment
export HF_HUB_OFFLINE=1 PATH="$PWD/.venv/bin:$PATH"
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
summary=() failed=0 began_all=$SECONDS

bounded=() # what does not end has failed; in a terminal, Ctrl-C must still reach it
if command -v timeout >/dev/null; then
  bounded=(timeout --kill-after=30)
  if [ -t 1 ]; then bounded+=(--foreground); fi
  bounded+=("${STAGE_S:-1200}")
fi

stage() { # NAME COMMAND...
  local name=$1 began=$SECONDS verdict=passed && shift
  printf '\n=== %s: %s\n' "$name" "$*"
  ${bounded[@]+"${bounded[@]}"} "$@" </dev/null || { verdict=FAILED && failed=1; }
  summary+=("$(printf '%5d s  %-6s  %s' $((SECONDS - began)) "$verdict" "$name")")
}
finish() {
  printf '\n=== summary\n' && printf '%s\n' "${summary[@]}"
  printf '%5d s  %s\n' $((SECONDS - began_all)) "$([ "$failed" = 0 ] && echo "all passed" || echo "FAILED")"
  exit "$failed"
}

stage system scripts/system.sh
stage install scripts/install.sh .venv --no-compile --editable '.[dev,local]'
[ "$failed" = 0 ] || finish
stage lint scripts/lint.sh
stage widget scripts/widget.sh
stage tests pytest -n "${JOBS:-2}" -m "not live and not slow and not browser" --durations=30
stage browser pytest -n "${JOBS:-2}" -m "browser and not slow"
stage slow pytest -n "${JOBS:-2}" -m slow
stage kills python bench/kill.py --kills 150 --seed "$(date +%s)" --state "$scratch/kills"
stage damage python bench/damage.py --quick
stage hostile python bench/hostile_answers.py --cases 10000 --json "$scratch/hostile.json"
stage requests python bench/service_requests.py --requests 2000 --json "$scratch/requests.json"
stage live pytest -m live
stage gate scripts/gate.sh
stage image python scripts/dockerfile_steps.py "$scratch"
stage wheel python scripts/check_wheel.py "$scratch/image/app/venv"
finish
