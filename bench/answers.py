"""Every figure about answers, by the programs that measure them, in one file.

    python bench/answers.py [--folder FOLDER] [--gguf FILE] [--cases 100000] [--json FILE]

Quotes, the support check, disagreement and hostile model output; with ``--gguf`` also answers that a real small model
writes, beside the stock recipe, which takes an hour. Each part runs as a process of its own, one after the other: the
times that are measured are those of a machine that does nothing else. FOLDER keeps the archives between runs. The exit
code is 1 where a part missed a target or failed, and 2 where one could not run and none failed.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

BENCH = Path(__file__).parent
OUT = BENCH / "out"
_MISSED, _SKIPPED = 1, 2


def main() -> int:
    """Runs the parts, prints how each ended, writes their figures as one JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--gguf", type=Path, help="weights of the small model; without them that part is left out")
    options.add_argument("--cases", type=int, default=100_000, help="of hostile model output")
    options.add_argument("--json", type=Path, default=OUT / "answers.json")
    told = options.parse_args()
    OUT.mkdir(exist_ok=True)
    figures: dict[str, object] = {}
    ends: list[int] = []
    for name, arguments in parts(told).items():
        began = time.monotonic()
        file = OUT / f"{name}.json"
        file.unlink(missing_ok=True)  # of an earlier run
        end = subprocess.run([sys.executable, BENCH / f"{name}.py", "--json", file, *arguments], check=False).returncode
        ends.append(end)
        figures[name] = {"exit_code": end, "seconds": round(time.monotonic() - began), "figures": read(file)}
        print(f"=== {name}: exit code {end}", flush=True)
    if told.gguf is None:
        print("=== model_answers: left out, it needs the weights of a model: --gguf FILE")
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if any(end not in (0, _SKIPPED) for end in ends):
        return _MISSED
    return _SKIPPED if _SKIPPED in ends else 0


def parts(told: argparse.Namespace) -> Mapping[str, Sequence[str | Path]]:
    """The programs and what each is told, in the order in which they run."""
    found: dict[str, Sequence[str | Path]] = {
        "quotes": ["--folder", told.folder],
        "support": [],
        "disagreement": ["--folder", told.folder / "disagreement", "--archives", told.folder],
        "hostile_answers": ["--cases", str(told.cases)],
    }
    if told.gguf is not None:
        found["model_answers"] = ["--gguf", told.gguf, "--folder", told.folder]
    return found


def read(file: Path) -> object:
    """What a part wrote; nothing where it did not come so far."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
