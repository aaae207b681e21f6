"""When the archive does not answer: how well the evidence score tells, and what each floor keeps and refuses.

    python bench/evidence.py [--folder FOLDER] [--json FILE] [--draw FILE]

98 questions of 2022 asked of the articles of their weeks, against 150 questions of 2025 and 2026 asked of the same,
with the stage of time left out and years taken out of the words: dates do no work. The regression is fitted on four
fifths and measured on the fifth that it has not seen, five times over, ten shuffles. Then the harder set: questions on
events that the archive tells of, whose fact it tells (kept?) or does not tell (refused?), by all of the product's
conditions. The exit code is 1 where the target is missed or the product's weights are not those fitted here, and 2
without ../shared/data. Archives are those of bench/retrieval.py.
"""

import argparse
import json
import sys
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
from sklearn.model_selection import StratifiedKFold

from corpus.embedder import Embedder, open_embedder
from corpus.library import Filters
from corpus.snapshots import Snapshot, open_snapshot
from service.answering import evidence as product
from service.answering.evidence import EVIDENCE_FLOOR, enough, evidence_features, evidence_score, gather
from service.answering.retrieve import Search, Stages, retrieve

OUT = sets.REPOSITORY / "bench" / "out"
TARGET = 0.985
FLOORS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
SHUFFLES = 10
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """What the archive holds on some questions: features, score, and whether the product would answer."""

    features: Numbers
    scores: Numbers
    answered: npt.NDArray[np.bool_]


def main() -> int:
    """Measures both sets, prints the figures and writes them as JSON and as a picture."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--json", type=Path, default=OUT / "evidence.json")
    options.add_argument("--draw", type=Path, default=OUT / "evidence.svg")
    told = options.parse_args()
    if not sets.DATA.is_dir():
        print(f"skipped: the public sets are not at {sets.DATA}")
        return 2
    embedder = open_embedder()
    figures: dict[str, Any] = {}
    for name in ("rtqa", "both"):
        snapshot = open_snapshot(sets.archive(name, told.folder))
        kept, refused = (look(snapshot, embedder, asked) for asked in (sets.real_time_qa(), sets.from_the_future()))
        figures[name] = easier(kept, refused)
        if name == "both":
            figures["older"] = {"kept": mean(look(snapshot, embedder, sets.older_events()).answered)}
            figures["fact missing"] = harder(*(look(snapshot, embedder, asked) for asked in sets.fact_missing()))
        snapshot.close()
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    floors = figures["rtqa"]["floors"]
    lines = {"answerable kept": [(f["floor"], f["kept"]) for f in floors]}
    lines["unanswerable refused"] = [(f["floor"], f["refused"]) for f in floors]
    draw(told.draw, "What each floor keeps and refuses (held-out folds)", ("floor", "share"), lines)
    print(json.dumps(figures, indent=1))
    return verdict(figures["rtqa"])


def look(snapshot: Snapshot, embedder: Embedder, asked: Sequence[Asked]) -> Seen:
    """Ask them all."""
    features, scores, answered = [], [], []
    for one, vector in zip(asked, embedder.embed_questions([one.question for one in asked]), strict=True):
        search = Search(one.question, vector, one.as_of, Filters(), 8)
        found = retrieve(snapshot, search, stages=Stages(time=False))
        evidence = gather(found, embedder.embed)
        features.append(evidence_features(found, evidence))
        scores.append(evidence_score(found, evidence))
        answered.append(enough(found, evidence))
    return Seen(np.array(features), np.array(scores), np.array(answered))


def easier(kept: Seen, refused: Seen) -> dict[str, Any]:
    """The regression on held-out folds, the floors, and the weights of a fit on everything."""
    features = np.concatenate([kept.features, refused.features])
    labels = np.array([1] * len(kept.features) + [0] * len(refused.features))
    held_out = [fold_scores(features, labels, shuffle) for shuffle in range(SHUFFLES)]
    floors = [
        {
            "floor": floor,
            "kept": mean(np.concatenate([scores[labels == 1] >= floor for scores in held_out])),
            "refused": mean(np.concatenate([scores[labels == 0] < floor for scores in held_out])),
        }
        for floor in FLOORS
    ]
    model = fitted(features, labels)
    auc = [float(roc_auc_score(labels, scores)) for scores in held_out]
    return {
        "auc": round(float(np.mean(auc)), 4),
        "auc_of_shuffles": [round(min(auc), 4), round(max(auc), 4)],
        "auc_of_each": [round(float(roc_auc_score(labels, column)), 4) for column in features.T],
        "auc_of_the_product": round(float(roc_auc_score(labels, np.concatenate([kept.scores, refused.scores]))), 4),
        "weights": [round(float(w), 2) for w in [*model.coef_[0], model.intercept_[0]]],
        "floors": floors,
        "by_all_conditions": {"kept": mean(kept.answered), "refused": mean(~refused.answered)},
    }


def harder(told: Seen, missing: Seen) -> dict[str, Any]:
    """The right event: the score alone, and all conditions."""
    labels = [1] * len(told.scores) + [0] * len(missing.scores)
    return {
        "auc": round(float(roc_auc_score(labels, np.concatenate([told.scores, missing.scores]))), 4),
        "by_the_floor": {
            "kept": mean(told.scores >= EVIDENCE_FLOOR),
            "refused": mean(missing.scores < EVIDENCE_FLOOR),
        },
        "by_all_conditions": {"kept": mean(told.answered), "refused": mean(~missing.answered)},
    }


def fold_scores(features: Numbers, labels: npt.NDArray[np.int64], shuffle: int) -> Numbers:
    """Each question's score by a regression that has not seen it."""
    scores = np.zeros(len(labels))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=shuffle).split(features, labels):
        scores[test] = fitted(features[train], labels[train]).predict_proba(features[test])[:, 1]
    return scores


def fitted(features: Numbers, labels: npt.NDArray[np.int64]) -> LogisticRegression:
    """A regression in which both kinds of questions weigh the same."""
    return LogisticRegression(C=100, class_weight="balanced", max_iter=5000).fit(features, labels)


def mean(values: Any) -> float:  # noqa: ANN401 - an array of truth values
    """The share that is true."""
    return round(float(np.mean(values)), 3)


def verdict(figures: dict[str, Any]) -> int:
    """1 where the target is missed, or the product has other weights than those fitted here."""
    weights = [product._OF_SHARE, product._OF_NUMBER, product._OF_SENTENCE, product._OF_NOTHING]
    other = not np.allclose(weights, figures["weights"], rtol=0.1)
    if other:
        print(f"the product's weights {weights} are not those fitted here: {figures['weights']}")
    if figures["auc"] < TARGET:
        print(f"below target: AUC on held-out folds {figures['auc']} < {TARGET}")
    return int(other or figures["auc"] < TARGET)


if __name__ == "__main__":
    sys.exit(main())
