"""Candidates that say different things: several outlets, no passage twice, and none cut off from what it leans on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.catalog import Catalog

if TYPE_CHECKING:
    from service.answering.retrieve import Candidate

_AGAIN = 0.97  # an article's score for each better one of the same outlet
_ALIKE = 0.9  # share of the words of two passages that both hold
_NUMBER = re.compile(r"\d+")
_LEANS = re.compile(r"\W*(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|so|yet)\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"[:;,?]\W*\Z")


def several_outlets(
    ranked: Sequence[int], scores: Mapping[int, float], outlet: npt.NDArray[np.int32], count: int
) -> list[int]:
    """So many articles, each next one the best by its score and by how often its outlet has been heard.

    Where all are of one outlet, or of none that is known, nothing changes.
    """
    left = list(ranked)
    chosen: list[int] = []
    heard: dict[int, int] = {}
    while left and len(chosen) < count:
        # max takes the first of equals, and what is left is in order: further down nothing can be better.
        best = max(left[: 4 * count], key=lambda a: scores[a] * _AGAIN ** heard.get(int(outlet[a]), 0))
        left.remove(best)
        chosen.append(best)
        if outlet[best] >= 0:
            heard[int(outlet[best])] = heard.get(int(outlet[best]), 0) + 1
    return chosen


def distinct(candidates: Iterable["Candidate"]) -> Iterator["Candidate"]:
    """Those that do not say once more what another one before said in nearly the same words and with the same numbers.

    The best of an article stays, or its article would be lost.
    """
    said: list[tuple[frozenset[str], frozenset[str]]] = []
    articles: set[str] = set()
    for candidate in candidates:
        words, numbers = frozenset(candidate.text.lower().split()), frozenset(_NUMBER.findall(candidate.text))
        again = any(numbers == others and len(words & known) >= _ALIKE * len(words | known) for known, others in said)
        if again and candidate.article.id in articles:
            continue
        said.append((words, numbers))
        articles.add(candidate.article.id)
        yield candidate


def completed(best: Sequence[int], own: range, article: Article, catalog: Catalog) -> list[int]:
    """Passages, each with its neighbour right after it where it leans on that one.

    It leans on the one before where it begins with a pronoun or a conjunction, and on the one after where it ends
    with a question, a colon or a comma.
    """
    whole: dict[int, None] = {}
    for p in best:
        whole[p] = None
        text = article.body[catalog.start[p] : catalog.end[p]]
        if p - 1 in own and _LEANS.match(text):
            whole[p - 1] = None
        if p + 1 in own and _UNFINISHED.search(text):
            whole[p + 1] = None
    return list(whole)
