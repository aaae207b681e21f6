"""How well quotes answer: whether the answer's words stand in the sentences quoted, and what is refused.

    python bench/quotes.py [--folder FOLDER] [--json FILE]

98 questions of 2022, each asked on its day, of the articles of their weeks. For the 86 whose gold article has the words
of the answer: are these in the first, the first two, the first three sentences, and in what the product quotes? Who
published a sentence and when is no part of it. Then what the product does, date and all: the share of the 98 that it
answers, and of 150 questions of 2025 and 2026 that it refuses, asked on their own day and on 31 August 2022. A sentence
with the one that it leans on counts as one, and its words are counted. Choices were made on even weeks; odd ones are
the report. The exit code is 1 where a target is missed, and 2 without ../shared/data. Archives are those of
bench/retrieval.py.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import retrieval_sets as sets
from retrieval_sets import Asked

from corpus.embedder import Embedder, Vectors, open_embedder
from corpus.library import Filters
from corpus.snapshots import Snapshot, open_snapshot
from service.answering.disagreement import find_dispute
from service.answering.evidence import Evidence, enough, gather, stating
from service.answering.quotes import Quote, choose, repeats
from service.answering.retrieve import Search, retrieve

OUT = sets.REPOSITORY / "bench" / "out"
LAST_DAY = date(2022, 8, 31)
TARGETS = {"answer's words in what is quoted": 0.6, "answered of 98": 0.9, "refused of 150": 0.92}


@dataclass(frozen=True)
class Quoted:
    """What one question gave: the first three sentences that differ, what the product quotes, and its milliseconds."""

    asked: Asked
    first: tuple[str, ...]
    shown: tuple[str, ...]
    milliseconds: float


def main() -> int:
    """Asks everything, prints the table and writes the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--json", type=Path, default=OUT / "quotes.json")
    told = options.parse_args()
    if not sets.DATA.is_dir():
        print(f"skipped: the public sets are not at {sets.DATA}")
        return 2
    embedder = open_embedder()
    snapshot = open_snapshot(sets.archive("rtqa", told.folder))
    quoted = look(snapshot, embedder, sets.real_time_qa())
    future = sets.from_the_future()
    figures: dict[str, Any] = {"quotes": {part: row(chosen) for part, chosen in parts(quoted).items()}}
    for part, row_of in figures["quotes"].items():
        print(f"{part:5}", "  ".join(f"{name} {value}" for name, value in row_of.items()))
    figures["answered"] = answered(quoted)
    figures["refused"] = round(1 - answered(look(snapshot, embedder, future)), 3)
    late = [replace(one, as_of=LAST_DAY) for one in future]
    figures["refused on 2022-08-31"] = round(1 - answered(look(snapshot, embedder, late)), 3)
    figures["ms"] = {f"p{p}": round(float(np.percentile([q.milliseconds for q in quoted], p)), 1) for p in (50, 95)}
    snapshot.close()
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in figures.items() if name != "quotes"}, indent=1))
    return verdict(figures)


def look(snapshot: Snapshot, embedder: Embedder, asked: Sequence[Asked]) -> list[Quoted]:
    """Ask them all, the way of the product."""
    vectors = embedder.embed_questions([one.question for one in asked])
    return [ask(snapshot, embedder, one, vector) for one, vector in zip(asked, vectors, strict=True)]


def ask(snapshot: Snapshot, embedder: Embedder, asked: Asked, vector: Vectors) -> Quoted:
    """One question; the time is that of everything but the question's own vector."""
    start = time.perf_counter()
    found = retrieve(snapshot, Search(asked.question, vector, asked.as_of, Filters(), 8))
    evidence = gather(found, embedder.embed)
    shown: tuple[Quote, ...] = ()
    if enough(found, evidence):
        shown = choose(found.asked, evidence, find_dispute(found.asked, evidence))
    milliseconds = 1000 * (time.perf_counter() - start)
    return Quoted(asked, first_three(evidence), tuple(quote.evidence.text for quote in shown), milliseconds)


def first_three(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The best sentences that differ, whatever the floor says."""
    chosen: list[Evidence] = []
    for one in stating(evidence):
        if len(chosen) < 3 and not any(repeats(one, other) for other in chosen):
            chosen.append(one)
    return tuple(one.text for one in chosen)


def parts(quoted: Sequence[Quoted]) -> dict[str, list[Quoted]]:
    """Those whose gold article has the words of the answer, by week."""
    told = {row["id"] for row in sets.lines(sets.DATA / "rtqa2022_queries.jsonl") if row["answer_in_gold_text"]}
    every = [one for one in quoted if one.asked.id in told]
    return {
        "even": [one for one in every if one.asked.even],
        "odd": [one for one in every if not one.asked.even],
        "all": every,
    }


def row(quoted: Sequence[Quoted]) -> dict[str, float]:
    """The figures of some questions: at one, two and three sentences, and as the product quotes."""
    figures: dict[str, float] = {"n": len(quoted)}
    for count in (1, 2, 3):
        figures |= told_in([one.first[:count] for one in quoted], quoted, f"at {count}")
    figures |= told_in([one.shown for one in quoted], quoted, "shown")
    figures["sentences shown"] = round(float(np.mean([len(one.shown) for one in quoted])), 2)
    return figures


def told_in(texts: Sequence[Sequence[str]], quoted: Sequence[Quoted], name: str) -> dict[str, float]:
    """The share whose texts have the words of the answer, and the mean number of words."""
    found = [holds(str(one.asked.answer), text) for one, text in zip(quoted, texts, strict=True)]
    words = [len(" ".join(text).split()) for text in texts]
    return {name: round(float(np.mean(found)), 3), f"words {name}": round(float(np.mean(words)), 1)}


def holds(answer: str, texts: Sequence[str]) -> bool:
    """Whether one text has the answer as whole words, letter for letter but for case and kinds of apostrophes."""
    pattern = re.compile(rf"(?<!\w){re.escape(plain(answer))}(?!\w)")
    return any(pattern.search(plain(text)) for text in texts)


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe, single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").lower().split())


def answered(quoted: Sequence[Quoted]) -> float:
    """The share that the product answers."""
    shown: npt.NDArray[np.bool_] = np.array([bool(one.shown) for one in quoted])
    return round(float(shown.mean()), 3)


def verdict(figures: dict[str, Any]) -> int:
    """1 where a target is missed."""
    reached = {
        "answer's words in what is quoted": figures["quotes"]["all"]["shown"],
        "answered of 98": figures["answered"],
        "refused of 150": figures["refused"],
    }
    missed = [f"below target: {n} {reached[n]} < {least}" for n, least in TARGETS.items() if reached[n] < least]
    print("\n".join(missed) or "all targets reached")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
