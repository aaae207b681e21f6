"""What a process that serves an archive needs: run as a child, since a process cannot forget what it has loaded."""

import os
import time

_BEGAN = time.perf_counter()

import json  # noqa: E402 - what is imported from here on is timed
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from library_world import World, world  # noqa: E402

from corpus.embedder import Vectors  # noqa: E402
from corpus.folder import DataFolder  # noqa: E402
from corpus.snapshots import Snapshot, open_snapshot  # noqa: E402
from corpus.terms import stem  # noqa: E402
from service.answering.retrieve import _by_article, _candidates, _dense  # noqa: E402 - `retrieve` embeds, and no model is loaded here

_IMPORTED = time.perf_counter()

CANDIDATES = 80
_QUESTIONS = 300
_MEMORY_QUESTIONS = 100


def main() -> None:
    """Opens the published snapshot of a folder, asks, and prints figures as JSON: seconds, milliseconds and MiB."""
    data, drawn = DataFolder(Path(sys.argv[1])), world(int(sys.argv[2]))
    imported = resident_mib()
    began = time.perf_counter()
    snapshot = open_snapshot(data)
    opened = time.perf_counter() - began
    cold = round(_IMPORTED - _BEGAN + opened, 2)
    at_open = resident_mib()
    if "--once" in sys.argv:
        print(json.dumps({"cold_s": cold}))
        return
    ways: dict[str, Callable[[Snapshot, list[str], Vectors], object]] = {
        "dense": dense,
        "lexical": lexical,
        "fused": fused,
    }
    ask(snapshot, drawn, fused, _MEMORY_QUESTIONS)
    after = resident_mib()
    figures = {
        "imports_s": round(_IMPORTED - _BEGAN, 2),
        "open_s": round(opened, 3),
        "cold_s": cold,
        "layers": len(snapshot.manifest.layers),
        "resident_mib": {"imported": imported, "opened": at_open, "after_100_questions": after},
        "ms": {name: ask(snapshot, drawn, way, _QUESTIONS) for name, way in ways.items()},
    }
    snapshot.close()
    print(json.dumps(figures))


def ask(
    snapshot: Snapshot, drawn: World, way: Callable[[Snapshot, list[str], Vectors], object], count: int
) -> dict[str, float]:
    """Milliseconds of a search, the same questions each time: 50th and 99th percentile."""
    chance, taken = np.random.default_rng(drawn.seed), []
    for _ in range(count):
        words, vector = drawn.question(chance)
        stems = [stem(word) for word in words]
        began = time.perf_counter()
        way(snapshot, stems, vector)
        taken.append(1000 * (time.perf_counter() - began))
    return {"p50": round(float(np.percentile(taken, 50)), 2), "p99": round(float(np.percentile(taken, 99)), 2)}


def dense(snapshot: Snapshot, _stems: list[str], vector: Vectors) -> object:
    """By vectors alone."""
    return snapshot.vectors.nearest(vector, CANDIDATES)


def lexical(snapshot: Snapshot, stems: list[str], _vector: Vectors) -> object:
    """By words alone."""
    return snapshot.words.best(stems, CANDIDATES)


def fused(snapshot: Snapshot, stems: list[str], vector: Vectors) -> object:
    """By both, as the service does once a question is understood and embedded: ranks fused, grouped by story."""
    near = _dense(snapshot, vector, None)
    candidates = _candidates(snapshot, vector, near, snapshot.words.best(stems, CANDIDATES), None)
    return _by_article(candidates, snapshot.library.originals(), date(2026, 1, 1), recent=False)


def resident_mib() -> int:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


if __name__ == "__main__":
    main()
