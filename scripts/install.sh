#!/usr/bin/env bash
# Makes a virtual environment and installs the locked versions of what is asked for.
#
#   scripts/install.sh VENV ARGUMENT...   the arguments go to pip, e.g. --editable ".[dev]", or the path of a wheel
#
# Does nothing, in a few hundredths of a second, when that was done before from the same files. An environment that was
# moved, copied or left half made is made anew. PYTHON names the interpreter to use; pip's own settings are honoured.
set -euo pipefail
cd "$(dirname "$0")/.." && cd "$(pwd -P)"
venv=$1 && shift
done_before=$venv/.installed     # lines: fingerprint of the files and the interpreter, then what was asked for
unfinished=$venv/.unfinished

fingerprint() { # of everything that decides what would be installed
  { cat pyproject.toml requirements.lock scripts/install.sh && "$venv/bin/python" --version && cd "$venv" && pwd -P; } | cksum
}

usable() { # pip says where it lives: elsewhere if the environment was moved or copied
  [ -x "$venv/bin/pip" ] && [ ! -e "$unfinished" ] && "$venv/bin/pip" --version 2>/dev/null | grep -qF " from $(cd "$venv" && pwd -P)/"
}

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$candidate" && return; fi
  done
  echo "No Python 3.11 or newer found. Install one, or name it: make install PYTHON=/path/to/python3" >&2 && return 1
}

if key=$(fingerprint 2>/dev/null) && grep -qFx "$key $*" "$done_before" 2>/dev/null; then exit 0; fi

if ! usable; then
  python=$(find_python)
  echo "making $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
fi
touch "$unfinished"
echo "installing $* (the first time, a minute or two)"
"$venv/bin/python" -m pip install -qq --upgrade "$(grep '^pip==' requirements.lock)"
"$venv/bin/python" -m pip install -qq --constraint requirements.lock --build-constraint requirements.lock "$@"
key=$(fingerprint)
{ grep -F "$key " "$done_before" 2>/dev/null || true; echo "$key $*"; } >"$unfinished"
mv "$unfinished" "$done_before"
