"""What a process that serves an archive needs: run as a child, since a process cannot forget what it has loaded."""

import os
import time

_BEGAN = time.perf_counter()

import json  # noqa: E402 - what is imported from here on is timed
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from library_world import World, world  # noqa: E402

from corpus.catalog import Selection  # noqa: E402
from corpus.embedder import Vectors  # noqa: E402
from corpus.folder import DataFolder  # noqa: E402
from corpus.library import Filters  # noqa: E402
from corpus.snapshots import Snapshot, open_snapshot  # noqa: E402
from corpus.terms import stem  # noqa: E402

_IMPORTED = time.perf_counter()

CANDIDATES = 80
_QUESTIONS = 300
_MEMORY_QUESTIONS = 100
_COMPARED = 40  # questions whose answers are compared with an exact scan of the truth
_SHARES = (1.0, 0.5, 0.1, 0.01, 0.001)

Figures = dict[str, Any]
Way = Callable[[Snapshot, list[str], Vectors], object]


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
    ask(snapshot, drawn, both(None), _MEMORY_QUESTIONS)
    after = resident_mib()
    ways = {"dense": dense(None), "lexical": lexical(None), "both": both(None)}
    figures = {
        "imports_s": round(_IMPORTED - _BEGAN, 2),
        "open_s": round(opened, 3),
        "cold_s": cold,
        "layers": len(snapshot.manifest.layers),
        "resident_mib": {"imported": imported, "opened": at_open, "after_100_questions": after},
        "ms": {name: ask(snapshot, drawn, way, _QUESTIONS) for name, way in ways.items()},
        "recall": recall(snapshot, drawn, None),
        "filtered": [filtered(snapshot, drawn, filters) for filters in narrower(snapshot)],
    }
    snapshot.close()
    print(json.dumps(figures))


def narrower(snapshot: Snapshot) -> list[Filters]:
    """Filters that leave less and less: by day where that can be, then by articles, and three passages at last."""
    catalog = snapshot.catalog
    chosen = np.random.default_rng(0).permutation(len(catalog.article_ids))
    ids = [catalog.article_id(int(article)) for article in chosen]
    by_id = [Filters(article_ids=tuple(ids[: max(1, round(share * len(ids)))])) for share in _SHARES[2:]]
    least = int(np.argmin(np.abs(np.diff(catalog.first_passage) - 3)))
    by_date = [Filters(published_before="2100"), Filters(published_after="2017-06")]
    return [*by_date, Filters(publishers=("paper 3",)), *by_id, Filters(article_ids=(catalog.article_id(least),))]


def filtered(snapshot: Snapshot, drawn: World, filters: Filters) -> Figures:
    """What a search under some filters costs, the finding of what they leave included, and how exact it is."""
    selection = snapshot.catalog.selected(filters)
    assert selection is not None

    def search(snapshot: Snapshot, stems: list[str], vector: Vectors) -> object:
        return both(snapshot.catalog.selected(filters))(snapshot, stems, vector)

    return {
        "share": round(selection.passages / len(snapshot.catalog.article_of), 6),
        "passages": selection.passages,
        "ms": {
            "dense": ask(snapshot, drawn, dense(selection), _QUESTIONS),
            "lexical": ask(snapshot, drawn, lexical(selection), _QUESTIONS),
            "both": ask(snapshot, drawn, search, _QUESTIONS),
        },
        "recall": recall(snapshot, drawn, selection),
    }


def recall(snapshot: Snapshot, drawn: World, selection: Selection | None) -> float:
    """Share of what is nearest by the vectors of the truth that a search finds."""
    catalog, chance, found = snapshot.catalog, np.random.default_rng(drawn.seed), []
    questions = [drawn.question(chance)[1] for _ in range(_COMPARED)]
    left = np.arange(len(catalog.article_of), dtype=np.int32)
    if selection is not None:
        left = left[selection.articles[catalog.article_of]]
    similarities = [
        snapshot.vectors_of(left[start : start + 10_000]) @ np.transpose(questions)
        for start in range(0, len(left), 10_000)
    ]
    for vector, near in zip(questions, np.concatenate(similarities).T, strict=True):
        nearest = left[np.argsort(-near, kind="stable")[:CANDIDATES]]
        given = catalog.passages([one for one, _ in snapshot.nearest(vector, CANDIDATES, selection)])
        found.append(len(np.intersect1d(nearest, given)) / len(nearest))
    return round(float(np.mean(found)), 4)


def ask(snapshot: Snapshot, drawn: World, way: Way, count: int) -> dict[str, float]:
    """Milliseconds of a search, the same questions each time: 50th and 99th percentile."""
    chance, taken = np.random.default_rng(drawn.seed), []
    for _ in range(count):
        words, vector = drawn.question(chance)
        stems = [stem(word) for word in words]
        began = time.perf_counter()
        way(snapshot, stems, vector)
        taken.append(1000 * (time.perf_counter() - began))
    return {"p50": round(float(np.percentile(taken, 50)), 2), "p99": round(float(np.percentile(taken, 99)), 2)}


def dense(selection: Selection | None) -> Way:
    """By vectors alone."""
    return lambda snapshot, _stems, vector: snapshot.nearest(vector, CANDIDATES, selection)


def lexical(selection: Selection | None) -> Way:
    """By words alone."""
    return lambda snapshot, stems, _vector: snapshot.words.best(stems, CANDIDATES, selection)


def both(selection: Selection | None) -> Way:
    """All that ranking asks of the archive: both ways, where each passage stands, and cosines of what words found."""

    def search(snapshot: Snapshot, stems: list[str], vector: Vectors) -> object:
        near = {one for one, _ in snapshot.nearest(vector, CANDIDATES, selection)}
        unseen = [one for one, _ in snapshot.words.best(stems, CANDIDATES, selection) if one not in near]
        places = snapshot.catalog.passages([*near, *unseen])
        return snapshot.catalog.article_of[places], snapshot.cosines(places[len(near) :], vector)

    return search


def resident_mib() -> int:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


if __name__ == "__main__":
    main()
