"""Several rankings made into one, by ranks alone: cosines and BM25 scores have no common scale."""

from collections.abc import Iterable, Mapping, Sequence

_RANK_CONSTANT = 20  # measured best of 5 to 60 on news questions: docs/decisions/0021


def fused(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Each item's score from rankings, best first; an item counts where it stands first in a ranking.

    Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009): the sum of ``1 / (k + rank)``, ranks from 1.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(dict.fromkeys(ranking), start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (_RANK_CONSTANT + rank)
    return scores


def best_first(scores: Mapping[int, float]) -> list[int]:
    """Items by their scores, highest first; of equals the one with the lower number."""
    return sorted(scores, key=lambda item: (-scores[item], item))
