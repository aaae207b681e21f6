"""How fast articles are taken in, beside LangChain's stock recipe in the same run; and what ingest takes of memory.

    python bench/ingest.py [--slices 4] [--articles 1404] [--scale 300000] [--json FILE]

- speed: RealTimeQA's articles in slices, by the stock recipe and by `dateline ingest` in turn, each in a process of its
  own, imports not timed. The stock recipe's two packages are installed into a temporary folder.
- again: all articles of the three public sets, taken in and then once more, unchanged.
- scale: so many passages of synthetic articles with drawn vectors, the model in memory: the largest resident memory.

A part whose figure misses its target is marked; the exit code is 1 then, and 2 where the public sets are missing.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from library_world import EACH, world

SHARED = Path(__file__).parents[2] / "shared"
PARTS = Path(__file__).with_name("ingest_parts.py")
STOCK = ("langchain-huggingface", "langchain-chroma")
Figures = dict[str, Any]


def main() -> int:
    """Measure all parts and print them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--slices", type=int, default=4)
    options.add_argument("--articles", type=int, default=1404)
    options.add_argument("--scale", type=int, default=300_000, help="passages; 0 leaves this part out")
    options.add_argument("--json", type=Path)
    told = options.parse_args()
    if not SHARED.is_dir():
        print(f"skipped: the public sets are not at {SHARED}")
        return 2
    figures: Figures = {"machine": {"cpus": os.cpu_count(), "system": platform.platform()}}
    parts = {"speed": lambda place: speed(place, told.articles, told.slices), "again": again}
    if told.scale:
        parts["scale"] = lambda place: scale(place, told.scale)
    for name, measure in parts.items():
        with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
            figures[name] = measure(Path(place))
        print(json.dumps({name: figures[name]}, indent=2), flush=True)
        if told.json:  # after each part: a run that is stopped loses none
            told.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    missed = [name for name in parts if not figures[name]["reached"]]
    print(f"below target: {', '.join(missed)}" if missed else "all targets reached")
    return 1 if missed else 0


def speed(place: Path, articles: int, slices: int) -> Figures:
    """Articles a second of both, slice by slice, and the median of their ratios."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(place / "stock")]
    subprocess.run([*pip, *STOCK], check=True)
    lines = (SHARED / "data/rtqa2022_corpus.jsonl").read_text(encoding="utf-8").splitlines()[:articles]
    runs = []
    for number in range(slices):
        file = place / f"{number}.jsonl"
        file.write_text("\n".join(lines[number::slices]) + "\n", encoding="utf-8")
        pair = {
            "stock": _part("stock", place / f"stock-{number}", [file], extra=place / "stock"),
            "dateline": _part("dateline", place / f"dateline-{number}", [file]),
        }
        rates = {name: run["articles"] / run["seconds"] for name, run in pair.items()}
        runs.append(pair | {"ratio": rates["dateline"] / rates["stock"]})
    ratio = statistics.median(run["ratio"] for run in runs)
    return {"ratio": round(ratio, 2), "target": 4, "reached": ratio >= 4, "runs": runs}


def again(place: Path) -> Figures:
    """All articles of the public sets twice."""
    files = [SHARED / "data/rtqa2022_corpus.jsonl", SHARED / "data/newsroom_sample.jsonl", SHARED / "seeds"]
    run = _part("again", place / "data", files)
    all_in = run["articles"] + len(run["unread"]) == 1404 + 1357 + 2
    return run | {"all_in_or_named": all_in, "reached": all_in and run["again_s"] <= run["allowed_s"]}


def scale(place: Path, passages: int) -> Figures:
    """Many passages, and the largest memory of the process and of its largest child."""
    drawn, file = world(20), place / "many.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number in range(passages // EACH):
            article, _ = drawn.article(number, 0)
            body = article.body.replace(". ", ".\n\n")
            stream.write(json.dumps({"id": article.id, "title": article.title, "text": body}) + "\n")
    run = _part("scale", place / "data", [file])
    return run | {"target_mib": 2048, "reached": run["resident_mib"] < 2048}


def _part(name: str, folder: Path, files: list[Path], extra: Path | None = None) -> Figures:
    path = os.pathsep.join(map(str, filter(None, (PARTS.parents[1], extra))))
    variables = os.environ | {"PYTHONPATH": path, "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    command = [sys.executable, str(PARTS), name, str(folder), *map(str, files)]
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    sys.exit(main())
