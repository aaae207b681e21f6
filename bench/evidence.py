"""When the archive does not answer: how well the evidence score tells, and what each floor keeps and refuses.

    python bench/evidence.py [--folder FOLDER] [--json FILE] [--draw FILE]

98 questions of 2022 asked of the articles of their weeks, against 150 questions of 2025 and 2026 asked of the same,
with the stage of time left out and years taken out of the words: dates do no work. So that the score holds elsewhere
too, the regression learns from groups on three archives, each group of the same weight: those two sets, alone and among
other news; the even halves of our questions on older events and of those whose fact is told, asked of the archive that
tells of them (kept) or of one that does not (refused); the even half of the gold questions on the sample archive. It is
measured on folds that it has not seen, ten shuffles of five, by all of the product's conditions; odd halves are the
report. The exit code is 1 where a target is missed or the product's weights are not those fitted here, and 2 without
../shared/data. Archives are those of bench/retrieval.py, and the sample archive beside them.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import retrieval_sets as sets
from drawing import draw
from retrieval_sets import Asked
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus.embedder import DEFAULT_EMBEDDER, Embedder, open_embedder
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.snapshots import Snapshot, open_snapshot
from eval.gold import load
from ingest.pipeline import Sources, ingest
from service.answering import evidence as product
from service.answering.evidence import EVIDENCE_FLOOR, bears, evidence_features, gather
from service.answering.retrieve import Search, Stages, retrieve

OUT = sets.REPOSITORY / "bench" / "out"
TARGETS = {"auc": 0.985, "kept": 0.90, "refused": 0.92}
FLOORS = (0.1, 0.2, 0.3, 0.4, 0.5, EVIDENCE_FLOOR, 0.65, 0.7, 0.8)
SHUFFLES, FOLDS = 10, 5
KEPT = ("week", "week among others", "older", "told", "sample")
REFUSED = ("future", "future among others", "elsewhere", "sample, not told")
HALVES = ("older", "told", "elsewhere", "sample", "sample, not told")  # of these the even half is learned from
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Questions asked of one archive: features, logarithms of the passages searched, which state the thing."""

    asked: tuple[Asked, ...]
    features: Numbers
    sizes: Numbers
    states: npt.NDArray[np.bool_]

    @property
    def even(self) -> npt.NDArray[np.bool_]:
        """Which are of the half that choices were made on."""
        return np.array([one.even for one in self.asked])


def main() -> int:
    """Measures all groups, prints the figures and writes them as JSON and as a picture."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--json", type=Path, default=OUT / "evidence.json")
    options.add_argument("--draw", type=Path, default=OUT / "evidence.svg")
    told = options.parse_args()
    if not sets.DATA.is_dir():
        print(f"skipped: the public sets are not at {sets.DATA}")
        return 2
    found = every_group(told.folder, open_embedder())
    figures = measure(found)
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    lines = {"answerable kept": [(f["floor"], f["week"]) for f in figures["floors"]]}
    lines["older events kept"] = [(f["floor"], f["older"]) for f in figures["floors"]]
    lines["unanswerable refused"] = [(f["floor"], round(1 - f["future"], 3)) for f in figures["floors"]]
    draw(told.draw, "What each floor keeps and refuses (held-out folds)", ("floor", "share"), lines)
    print(json.dumps(figures, indent=1))
    return verdict(figures)


def every_group(folder: Path, embedder: Embedder) -> dict[str, Group]:
    """All groups by name; ``missing`` is no part of the fit: the right event, whose fact no article tells."""
    told, missing = sets.fact_missing()
    older = sets.older_events()
    elsewhere = [one for one in [*older, *told] if not any(gold.startswith("rt-") for gold in one.gold)]
    answerable, unanswerable = sample_questions()
    of_archive = {
        "rtqa": {"week": sets.real_time_qa(), "future": sets.from_the_future(), "elsewhere": elsewhere},
        "both": {
            "week among others": sets.real_time_qa(),
            "future among others": sets.from_the_future(),
            "older": older,
            "told": told,
            "missing": missing,
        },
        "sample": {"sample": answerable, "sample, not told": unanswerable},
    }
    found: dict[str, Group] = {}
    for name, questions in of_archive.items():
        snapshot = open_snapshot(sample_archive(folder) if name == "sample" else sets.archive(name, folder))
        found |= {group: look(snapshot, embedder, asked) for group, asked in questions.items()}
        snapshot.close()
    return found


def sample_archive(folder: Path) -> DataFolder:
    """The articles that come with Dateline, ingested."""
    data = DataFolder(folder / "sample")
    ingest(Sources([sets.REPOSITORY / "articles"]), data, embedder=DEFAULT_EMBEDDER)
    return data


def sample_questions() -> tuple[list[Asked], list[Asked]]:
    """The gold questions that need no history and no filter: those that the sample archive answers, and the others."""
    plain = [one for one in load().questions if not one.question.history and one.question.filters == Filters()]
    numbered = [
        (one.outcome, Asked(f"sample-{number}", one.question.text, one.question.as_of, frozenset()))
        for number, one in enumerate(plain)
    ]
    refused = "insufficient_evidence"
    return [a for outcome, a in numbered if outcome != refused], [a for outcome, a in numbered if outcome == refused]


def look(snapshot: Snapshot, embedder: Embedder, asked: Sequence[Asked]) -> Group:
    """Ask them all."""
    features, sizes, states = [], [], []
    for one, vector in zip(asked, embedder.embed_questions([one.question for one in asked]), strict=True):
        search = Search(one.question, vector, one.as_of, Filters(), 8)
        found = retrieve(snapshot, search, stages=Stages(time=False))
        evidence = gather(found, embedder.embed)
        features.append(evidence_features(found, evidence))
        sizes.append(np.log(max(1, found.passages)))
        states.append(bool(bears(evidence)))
    return Group(tuple(asked), np.array(features), np.array(sizes), np.array(states))


def measure(found: dict[str, Group]) -> dict[str, Any]:
    """The scores on held-out folds, what each floor keeps by all conditions, and the weights of a fit on everything."""
    held_out = [fold_scores(found, shuffle) for shuffle in range(SHUFFLES)]
    aucs = [auc(scores["week"], scores["future"]) for scores in held_out]
    among = [auc(scores["week among others"], scores["future among others"]) for scores in held_out]
    at_floor = [shares(found, held_out, floor) for floor in FLOORS]
    weights = fitted(found, {name: learned(found, name) for name in (*KEPT, *REFUSED)})
    odd = {name: kept(found, held_out, name, EVIDENCE_FLOOR, ~found[name].even) for name in HALVES}
    return {
        "auc": round(float(np.mean(aucs)), 4),
        "auc_of_shuffles": [round(min(aucs), 4), round(max(aucs), 4)],
        "auc_among_others": round(float(np.mean(among)), 4),
        "auc_fact_missing": round(float(np.mean([auc(s["told"], s["missing"]) for s in held_out])), 4),
        "weights": [round(float(weight), 2) for weight in weights],
        "floors": at_floor,
        "answered at the floor, odd halves": odd,
        "kept": kept(found, held_out, "week", EVIDENCE_FLOOR),
        "refused": round(1 - kept(found, held_out, "future", EVIDENCE_FLOOR), 3),
    }


def shares(found: dict[str, Group], held_out: Sequence[dict[str, Numbers]], floor: float) -> dict[str, float]:
    """What is answered of each group at one floor."""
    return {"floor": floor} | {name: kept(found, held_out, name, floor) for name in found}


def kept(
    found: dict[str, Group],
    held_out: Sequence[dict[str, Numbers]],
    name: str,
    floor: float,
    chosen: npt.NDArray[np.bool_] | None = None,
) -> float:
    """The share of a group that is answered at a floor, by all conditions."""
    answered = np.array([(scores[name] >= floor) & found[name].states for scores in held_out])
    return round(float(np.mean(answered if chosen is None else answered[:, chosen])), 3)


def fold_scores(found: dict[str, Group], shuffle: int) -> dict[str, Numbers]:
    """Each question's score by a regression that has not seen it, on whatever archive."""
    folds = {
        name: np.array([zlib.crc32(f"{one.question} {shuffle}".encode()) % FOLDS for one in group.asked])
        for name, group in found.items()
    }
    scores = {name: np.zeros(len(group.asked)) for name, group in found.items()}
    for fold in range(FOLDS):
        weights = fitted(found, {name: learned(found, name) & (folds[name] != fold) for name in (*KEPT, *REFUSED)})
        for name, group in found.items():
            unseen = folds[name] == fold
            scores[name][unseen] = 1 / (1 + np.exp(-log_odds(weights, group)[unseen]))
    return scores


def learned(found: dict[str, Group], name: str) -> npt.NDArray[np.bool_]:
    """Which questions of a group may be learned from."""
    group = found[name]
    return group.even if name in HALVES else np.ones(len(group.asked), dtype=np.bool_)


def log_odds(weights: Numbers, group: Group) -> Numbers:
    """What the regression says, and what the number of passages searched adds: that is given, not fitted."""
    odds: Numbers = (
        group.features @ weights[:-1] + weights[-1] + product._OF_SIZE * (group.sizes - np.log(product.LEARNED_AT))
    )
    return odds


def fitted(found: dict[str, Group], chosen: dict[str, npt.NDArray[np.bool_]]) -> Numbers:
    """Weights of a logistic regression in which each group, and both kinds of groups, count the same."""
    features = [found[name].features[chosen[name]] for name in (*KEPT, *REFUSED)]
    labels = [name in KEPT for name in (*KEPT, *REFUSED)]
    counts = [len(rows) * (len(KEPT) if label else len(REFUSED)) for rows, label in zip(features, labels, strict=True)]
    lengths = [len(rows) for rows in features]
    count = 1 / np.repeat(counts, lengths)
    model = LogisticRegression(C=100, max_iter=5000)
    model.fit(np.concatenate(features), np.repeat(labels, lengths), sample_weight=count / count.mean())
    weights: Numbers = np.append(model.coef_[0], model.intercept_[0])
    return weights


def auc(answerable: Numbers, unanswerable: Numbers) -> float:
    """The chance that a question that can be answered scores higher than one that cannot."""
    labels = [1] * len(answerable) + [0] * len(unanswerable)
    return round(float(roc_auc_score(labels, np.concatenate([answerable, unanswerable]))), 4)


def verdict(figures: dict[str, Any]) -> int:
    """1 where a target is missed, or the product has other weights than those fitted here."""
    weights = [product._OF_SHARE, product._OF_NUMBER, product._OF_SENTENCE, product._OF_AHEAD, product._OF_NOTHING]
    other = not np.allclose(weights, figures["weights"], rtol=0.1)
    if other:
        print(f"the product's weights {weights} are not those fitted here: {figures['weights']}")
    missed = [f"below target: {n} {figures[n]} < {least}" for n, least in TARGETS.items() if figures[n] < least]
    print("\n".join(missed) or "all targets reached")
    return int(other or bool(missed))


if __name__ == "__main__":
    sys.exit(main())
