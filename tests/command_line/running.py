"""Running the command line in a process of its own, and what its complaints have in common."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def in_a_process(*arguments, prefix=(), stdin=None, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_"))}
    command = [*prefix, sys.executable, "-m", "dateline", *map(str, arguments)]
    said = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=120, check=False, **said
    )


def one_line(complaint):
    assert complaint.startswith("dateline: ")
    assert complaint.count("\n") == 1
    assert "Traceback" not in complaint
    return complaint
