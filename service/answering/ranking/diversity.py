"""Candidates that say different things: several outlets, no passage twice, and none cut off from what it leans on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.catalog import NONE, Catalog
from service.answering.ranking.fusion import best_first

if TYPE_CHECKING:
    from service.answering.retrieve import Candidate

_AGAIN = 0.97  # an article's score for each better one of the same outlet
_ALIKE = 0.9  # share of the words of two passages that both hold
_NUMBER = re.compile(r"\d+")
_LEANS = re.compile(r"\W*(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|so|yet)\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"[:;,?]\W{0,8}\Z")


def several_outlets(scores: Mapping[int, float], outlet: npt.NDArray[np.int32]) -> dict[int, float]:
    """Scores of articles, each lowered once for every better article of the same outlet.

    Where all are of one outlet, or of none that is known, their order stays.
    """
    weighed: dict[int, float] = {}
    heard: Counter[int] = Counter()
    for article in best_first(scores):
        place = int(outlet[article])
        weighed[article] = scores[article] * _AGAIN ** heard[place]
        heard[place] += place != NONE
    return weighed


def distinct(candidates: Iterable["Candidate"]) -> Iterator["Candidate"]:
    """Those that do not say once more what another one before said in nearly the same words and with the same numbers.

    The best of an article stays, or its article would be lost.
    """
    said: list[tuple[frozenset[str], frozenset[str]]] = []
    articles: set[str] = set()
    for candidate in candidates:
        words, numbers = frozenset(candidate.text.lower().split()), frozenset(_NUMBER.findall(candidate.text))
        if candidate.article.id in articles and any(
            numbers == others and len(words & known) >= _ALIKE * len(words | known) for known, others in said
        ):
            continue
        said.append((words, numbers))
        articles.add(candidate.article.id)
        yield candidate


def completed(best: Sequence[int], own: range, article: Article, catalog: Catalog, most: int) -> list[int]:
    """Passages, each with its neighbour right after it where it leans on that one and a place is free.

    It leans on the one before where it begins with a pronoun or a conjunction, and on the one after where it ends
    with a question, a colon or a comma. No passage makes room for a neighbour.
    """
    whole: dict[int, None] = {}
    free = most - len(best)
    for p in best:
        whole[p] = None
        text = article.body[catalog.start[p] : catalog.end[p]]
        leans_on = [p - 1] * bool(_LEANS.match(text)) + [p + 1] * bool(_UNFINISHED.search(text))
        for neighbour in leans_on:
            if free > 0 and neighbour in own and neighbour not in best and neighbour not in whole:
                whole[neighbour] = None
                free -= 1
    return list(whole)
