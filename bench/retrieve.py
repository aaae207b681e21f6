"""How fast retrieval is, with the embedding of its question, beside the stock recipe, by the size of the archive.

    python bench/retrieve.py [--sizes 3000 10000 30000 100000 300000] [--folder FOLDER] [--json FILE] [--draw FILE]

Archives are synthetic (bench/library_world.py) and kept in FOLDER, so that a second run needs not build them: a
question is a real one when it is embedded, and synthetic words and a synthetic vector when it is searched for. The
stock recipe (HuggingFaceEmbeddings, Chroma with its documents and metadata, four hits) holds the same vectors and
texts. Both are asked the same questions in turn, each in a process of its own; filters leave from all passages to
three. The exit code is 1 where a target is missed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from drawing import draw
from library import changed, say, timed
from library_world import put_articles, world

from corpus.folder import DataFolder
from corpus.manifest import FORMAT, read_manifest

REPOSITORY = Path(__file__).resolve().parents[1]
OUT = REPOSITORY / "bench" / "out"
SEED = 20
SIZES = (3_000, 10_000, 30_000, 100_000, 300_000)
STOCK = ("langchain-huggingface", "langchain-chroma")
Figures = dict[str, Any]


def main() -> int:
    """Measures size by size, prints a table, draws it, and writes the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--folder", type=Path, default=OUT / "retrieve")
    options.add_argument("--json", type=Path, default=OUT / "retrieve.json")
    options.add_argument("--draw", type=Path, default=OUT / "retrieve.svg")
    options.add_argument("--without-stock", action="store_true")
    told = options.parse_args()
    figures: Figures = {
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "sizes": {},
    }
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as scratch:
        packages = Path(scratch) / "stock"
        if not told.without_stock:
            pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages)]
            subprocess.run([*pip, *STOCK], check=True)
        for size in told.sizes:
            data = archive(told.folder, size)
            one = {"dateline": child("ours", data.path, packages)}
            if not told.without_stock:
                stock = told.folder / f"stock-{size}"
                one["stock"] = child("stock", stock, packages, str(size))
            figures["sizes"][size] = one
            print(json.dumps({size: one}), flush=True)
            told.json.parent.mkdir(parents=True, exist_ok=True)
            told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(table(figures["sizes"]))
    drawn(figures["sizes"], told.draw)
    return verdict(figures["sizes"])


def archive(folder: Path, size: int) -> DataFolder:
    """The archive of that many passages, built where it is not there yet as this version makes it."""
    data = DataFolder(folder / str(size))
    if (data.path / "CURRENT").exists() and read_manifest(data.folder(data.current_id())).format == FORMAT:
        return data
    say(f"building {size} passages")
    seconds, _ = timed(lambda: put_articles(data, None, changed(world(SEED), size, version=0)))
    say(f"built in {seconds} s")
    return data


def child(way: str, folder: Path, packages: Path, *more: str) -> Figures:
    """The figures of a process that does nothing else."""
    say(f"{way}: {folder.name}")
    command = [sys.executable, str(Path(__file__).with_name("retrieve_asking.py")), way, str(folder), str(SEED), *more]
    path = os.pathsep.join(map(str, (REPOSITORY, packages)))
    variables = os.environ | {"PYTHONPATH": path, "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def table(sizes: dict[int, Figures]) -> str:
    """The figures as lines."""
    lines = ["  passages  way        open s  MiB  MiB/100k   ms p50/p99: embed         search         whole"]
    for size, ways in sizes.items():
        for way, one in ways.items():
            ms = "".join(f"{one['ms'][part]['p50']:8.1f}/{one['ms'][part]['p99']:<7.1f}" for part in one["ms"])
            each = one["archive_mib"] / size * 100_000
            lines.append(f"{size:10}  {way:9}{one['open_s']:8.2f} {one['resident_mib']:5} {each:8.0f}      {ms}")
    for size, ways in sizes.items():
        lines.append(f"{size} passages, filters, whole ms p50/p99 by what they leave:")
        for left, one in ways["dateline"]["filtered"].items():
            lines.append(f"    {left:>8} passages {one['p50']:7.1f}/{one['p99']:<7.1f}")
    return "\n".join(lines)


def drawn(sizes: dict[int, Figures], file: Path) -> None:
    """How times grow with the archive."""
    lines = {
        f"{way} {part} p50": [(size, ways[way]["ms"][part]["p50"]) for size, ways in sizes.items() if way in ways]
        for way in ("dateline", "stock")
        for part in ("search", "whole")
    }
    lines["dateline whole p99"] = [(size, ways["dateline"]["ms"]["whole"]["p99"]) for size, ways in sizes.items()]
    lines = {name: points for name, points in lines.items() if points}
    draw(file, "Milliseconds a question", ("passages", "ms"), lines, log=True)


def verdict(sizes: dict[int, Figures]) -> int:
    """The targets, where the size is that of the targets."""
    if 300_000 not in sizes:
        return 0
    one = sizes[300_000]["dateline"]
    found = {
        "p50 <= 15 ms": one["ms"]["whole"]["p50"] <= 15,
        "p99 <= 40 ms": one["ms"]["whole"]["p99"] <= 40,
        "resident <= 1.8 GB": one["resident_mib"] * 2**20 <= 1.8e9,
        "open <= 3 s": one["open_s"] <= 3,
        "filtered p50 <= 30 ms": all(filtered["p50"] <= 30 for filtered in one["filtered"].values()),
    }
    print("\n".join(f"{'reached' if reached else 'MISSED'}: {target}" for target, reached in found.items()))
    return int(not all(found.values()))


if __name__ == "__main__":
    sys.exit(main())
