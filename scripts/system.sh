#!/usr/bin/env bash
# The programs that the tests need beside Python: installs what is missing where that is possible, else tells what to do.
set -euo pipefail
missing=()
needs() { missing+=("$@"); }
has_library() { ! command -v ldconfig >/dev/null || ldconfig -p | grep -F "$1" >/dev/null; }

PATH=$PATH:/sbin
command -v chromium >/dev/null || needs chromium fonts-dejavu-core
command -v shellcheck >/dev/null || needs shellcheck
command -v redis-server >/dev/null || needs redis-server
command -v npm >/dev/null || needs npm
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || needs python3-venv
has_library libgomp.so.1 || needs libgomp1     # for llama.cpp, in the live test
has_library libatomic.so.1 || needs libatomic1 # for the Node that Playwright brings
[ ${#missing[@]} -gt 0 ] || exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update </dev/null
  apt-get -qq install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null
else
  echo "The tests need these, by their Debian names: ${missing[*]}" >&2
  echo "On Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
