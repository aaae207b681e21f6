#!/usr/bin/env bash
# Serves an archive, after bringing it up to date with a folder of articles where anything in that folder is newer.
#
#   scripts/serve.sh ARTICLES DATA [OPTION...]    the options go to `dateline serve`
#
# Needs `dateline` on the PATH. Asks nothing of the network. An ingest that fails takes away nothing: what was published is served.
set -euo pipefail
articles=$1 data=$2 && shift 2
export HF_HUB_OFFLINE=1

if [ ! -e "$data/CURRENT" ]; then
  dateline ingest "$articles" --data "$data"
elif [ -n "$(find "$articles" -newer "$data/CURRENT" -print 2>/dev/null | head -n 1)" ]; then
  dateline ingest "$articles" --data "$data" || echo "the articles were not taken in (above); serving what was published before" >&2
fi
exec dateline serve --data "$data" "$@"
