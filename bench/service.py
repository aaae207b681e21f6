"""Every proof of the service, one program after the other: `python bench/service.py [--short] [--json FILE]`.

Streams and overload (`service_load.py`), faults of the model (`faults.py`), odd requests (`service_requests.py`),
clients that leave (`service_disconnects.py`), snapshots that change (`service_switching.py`), the start (`start.py`).
The whole takes hours; `--short` some minutes. Their figures go into one file. The exit code is 1 where one of them
missed a target.

The programs beside this file import the package `service` and find this file first; for them it steps aside.
"""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
WHOLE: Mapping[str, Sequence[str]] = {
    "start": (),
    "service_load": (),
    "faults": ("--times", "1000"),
    "service_requests": ("--requests", "100000"),
    "service_disconnects": ("--times", "10000"),
    "service_switching": ("--minutes", "60"),
}
SHORT: Mapping[str, Sequence[str]] = {
    "start": ("--times", "3"),
    "service_load": ("--streams", "16"),
    "faults": ("--times", "10"),
    "service_requests": ("--requests", "2000"),
    "service_disconnects": ("--times", "200"),
    "service_switching": ("--minutes", "1"),
}


def main() -> int:
    """Runs the parts, each a process of its own; tells how each ended."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--short", action="store_true")
    options.add_argument("--json", type=Path, default=HERE / "out" / "service.json")
    told = options.parse_args()
    figures = {}
    for name, arguments in (SHORT if told.short else WHOLE).items():
        end = subprocess.run([sys.executable, HERE / f"{name}.py", *arguments], check=False).returncode
        file = HERE / "out" / f"{name}.json"
        figures[name] = {"exit_code": end, "figures": json.loads(file.read_text("utf-8")) if file.exists() else None}
        print(f"=== {name}: exit code {end}", flush=True)
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if any(one["exit_code"] for one in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
else:
    beside = [path for path in sys.path if Path(path).resolve() == HERE]
    sys.path[:] = [path for path in sys.path if path not in beside]
    del sys.modules[__name__]
    importlib.import_module(__name__)
    sys.path[:0] = beside
