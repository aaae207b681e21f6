"""How fast articles are taken in: `python bench/ingest.py [OPTIONS]` runs `ingest_speed.py`, where all is told.

The programs beside this file import the package `ingest` and find this file first; for them it steps aside.
"""

import importlib
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    runpy.run_path(str(HERE / "ingest_speed.py"), run_name="__main__")
else:
    beside = [path for path in sys.path if Path(path).resolve() == HERE]
    sys.path[:] = [path for path in sys.path if path not in beside]
    del sys.modules[__name__]
    importlib.import_module(__name__)
    sys.path[:0] = beside
