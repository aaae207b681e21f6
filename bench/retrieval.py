"""How good retrieval is, stage by stage, on public questions and on our own guard set.

    python bench/retrieval.py [--sets rtqa older ...] [--folder FOLDER] [--json FILE]

The gold articles are counted among the articles of the best ten, in the order of their best passages: hit@1, @5, @10,
the mean reciprocal rank of the first (MRR@10), and the share of questions of which all gold articles are there
(all@10). `stories` counts a copy of a gold article as that article: copies are shown once. `relaxed@1`: the first
article holds the answer's words, gold or not. Choices were made on even weeks and numbers; odd ones are the report.

Archives are ingested once into FOLDER (bench/out/retrieval). Needs ../shared/data; the exit code is 2 without it.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import retrieval_sets as sets
from retrieval_sets import Asked

from corpus.catalog import Catalog
from corpus.embedder import Embedder, Vectors, open_embedder
from corpus.library import Filters
from corpus.snapshots import Snapshot, open_snapshot
from service.answering.question.timeframe import timeframe
from service.answering.retrieve import Retrieved, Search, Stages, retrieve

OUT = sets.REPOSITORY / "bench" / "out"
TODAY = date(2026, 11, 1)  # long after all of them: as if no day were given
_NOTHING = Stages(False, False, False, False, False, False, False)
RANKED = replace(_NOTHING, meaning=True, words=True, whole_articles=True)
WAYS = {
    "meaning": replace(_NOTHING, meaning=True),
    "words of passages": replace(_NOTHING, words=True),
    "words of articles": replace(_NOTHING, whole_articles=True),
    "meaning + passages": replace(_NOTHING, meaning=True, words=True),
    "all three": RANKED,
    "+ time": replace(RANKED, time=True),
    "everything": Stages(),
    "without copies as one": Stages(copies=False),
    "without outlets": Stages(outlets=False),
    "without neighbours": Stages(neighbours=False),
    "without time": Stages(time=False),
}
TARGETS = [  # set, part, way, figure, least
    ("rtqa", "odd", "everything", "hit@1", 0.75),
    ("rtqa", "odd", "everything", "hit@10", 0.98),
    ("rtqa", "odd", "everything", "mrr@10", 0.85),
    ("rtqa", "all", "everything", "hit@1", 0.75),
    ("rtqa", "all", "everything", "hit@10", 0.98),
    ("rtqa", "all", "everything", "mrr@10", 0.85),
    ("rtqa, no day", "all", "everything", "mrr@10", 0.70),
    ("fnc", "all", "without copies as one", "all@10", 0.55),  # its gold lists each copy of a text
    ("facts", "all", "everything", "all@10", 0.70),
]


@dataclass(frozen=True)
class Ranked:
    """What one question gave: the articles in order, their stories, and whether the first holds the answer."""

    asked: Asked
    articles: tuple[str, ...]
    stories: tuple[str, ...]
    gold_stories: frozenset[str]
    answered: bool
    told: bool  # some passage holds the answer's words


def main() -> int:
    """Measures the sets one after the other, prints a table of each, and writes the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--json", type=Path, default=OUT / "retrieval.json")
    told = options.parse_args()
    if not sets.DATA.is_dir():
        print(f"skipped: the public sets are not at {sets.DATA}")
        return 2
    embedder = open_embedder()
    figures: dict[str, Any] = {}
    for name in told.sets:
        archive, asked = SETS[name]
        snapshot = open_snapshot(sets.archive(archive, told.folder))
        figures[name] = measure(snapshot, embedder, asked())
        snapshot.close()
        print(table(name, figures[name]), flush=True)
        told.json.parent.mkdir(parents=True, exist_ok=True)
        told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    missed = [line for line in (check(figures, *target) for target in TARGETS) if line]
    print("\n".join(missed) or "all targets reached")
    cost = guard(figures)
    return 1 if missed or cost > 0.01 else 0


def measure(snapshot: Snapshot, embedder: Embedder, asked: Sequence[Asked]) -> dict[str, Any]:
    """All ways on one set, by part: even, odd, all, and those with and without time words apart."""
    vectors = embedder.embed_questions([one.question for one in asked])
    figures: dict[str, Any] = {}
    for way, stages in WAYS.items():
        ranked = [rank(snapshot, one, vector, stages) for one, vector in zip(asked, vectors, strict=True)]
        figures[way] = {part: scores(chosen) for part, chosen in parts(ranked).items() if chosen}
    return figures


def rank(snapshot: Snapshot, asked: Asked, vector: Vectors, stages: Stages) -> Ranked:
    """One question by one way."""
    search = Search(asked.question, vector, asked.as_of, Filters(), 10)
    found = retrieve(snapshot, search, stages=stages)
    articles = tuple(dict.fromkeys(candidate.article.id for candidate in found.candidates))
    catalog = snapshot.catalog
    gold = frozenset(story(catalog, one) for one in asked.gold)
    first = next((c.article for c in found.candidates), None)
    answered = bool(asked.answer and first and asked.answer.lower() in f"{first.title} {first.body}".lower())
    return Ranked(
        asked, articles, tuple(story(catalog, one) for one in articles), gold, answered, tells(found, asked.answer)
    )


def story(catalog: Catalog, article_id: str) -> str:
    """The article that an article copies; itself where it is no copy or is not there."""
    number = catalog.article(article_id)
    return article_id if number is None else catalog.article_id(int(catalog.original[number]))


def tells(found: Retrieved, answer: str | None) -> bool:
    """Whether some passage holds the words of the answer."""
    return bool(answer) and any(str(answer).lower() in candidate.text.lower() for candidate in found.candidates)


def parts(ranked: Sequence[Ranked]) -> dict[str, list[Ranked]]:
    """The questions by week or number, and by whether they speak of time."""
    timed = [timeframe(one.asked.question, one.asked.as_of) is not None for one in ranked]
    return {
        "even": [one for one in ranked if one.asked.even],
        "odd": [one for one in ranked if not one.asked.even],
        "all": list(ranked),
        "with time words": [one for one, has in zip(ranked, timed, strict=True) if has],
        "without": [one for one, has in zip(ranked, timed, strict=True) if not has],
    }


def scores(ranked: Sequence[Ranked]) -> dict[str, float]:
    """The figures of some questions."""
    first = [next((n for n, a in enumerate(one.articles, 1) if a in one.asked.gold), 0) for one in ranked]
    stories = [one.gold_stories <= set(one.stories) for one in ranked]
    figures: dict[str, float] = {"n": len(ranked)}
    figures |= {f"hit@{k}": float(np.mean([0 < place <= k for place in first])) for k in (1, 5, 10)}
    figures["mrr@10"] = float(np.mean([1 / place if place else 0 for place in first]))
    figures["all@10"] = float(np.mean([one.asked.gold <= set(one.articles) for one in ranked]))
    figures["stories"] = float(np.mean(stories))
    if any(one.asked.answer for one in ranked):
        figures["relaxed@1"] = float(np.mean([one.answered for one in ranked]))
        figures["told"] = float(np.mean([one.told for one in ranked]))
    return {name: round(value, 4) for name, value in figures.items()}


def table(name: str, figures: dict[str, Any]) -> str:
    """The figures of one set as text."""
    rows = [f"\n{name}"]
    for way, by_part in figures.items():
        for part, one in by_part.items():
            told = "  ".join(f"{figure} {value:.3f}" for figure, value in one.items() if figure != "n")
            rows.append(f"  {way:24} {part:16} n={one['n']:<5.0f}{told}")
    return "\n".join(rows)


def check(figures: dict[str, Any], name: str, part: str, way: str, figure: str, least: float) -> str | None:
    """A target that is missed, as a line."""
    if name not in figures or figures[name][way][part][figure] >= least:
        return None
    return f"below target: {name}, {part}, {way}: {figure} {figures[name][way][part][figure]} < {least}"


def guard(figures: dict[str, Any]) -> float:
    """What the time stage costs questions without time words on older events."""
    if "older" not in figures:
        return 0.0
    cost = figures["older"]["all three"]["all"]["mrr@10"] - figures["older"]["+ time"]["all"]["mrr@10"]
    print(f"the time stage costs {cost:.4f} MRR on questions about older events (allowed .01)")
    return float(cost)


def without_a_day() -> list[Asked]:
    """The questions of 2022 asked long afterwards."""
    return [replace(one, as_of=TODAY) for one in sets.real_time_qa()]


SETS: dict[str, tuple[str, Callable[[], list[Asked]]]] = {
    "rtqa": ("rtqa", sets.real_time_qa),
    "rtqa, no day": ("rtqa", without_a_day),
    "rtqa among other news": ("both", sets.real_time_qa),
    "older": ("both", sets.older_events),
    "fnc": ("fnc", sets.fake_news),
    "facts": ("facts", sets.multi_hop),
}


if __name__ == "__main__":
    sys.exit(main())
