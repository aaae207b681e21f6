"""The contiguous sentences of a passage that come nearest to a statement in words and word pairs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.terms import STOP_WORDS
from service.answering.checking.modality import base_form
from service.answering.checking.values import read_terms

_LONGEST = 3  # sentences
_BEFORE_VERB = frozenset(
    map(base_form, "to has have had been be was were is are could will would may might who which not".split())
)
_NO_NAME = re.compile(
    r"(?:ed|ing|ly|ion|ions|ise|ize|ment|ness|ally|ies|ive|ous|ful|able)\Z"
)  # endings that names hardly have
_EACH = 0.02  # of overlap, that a further sentence must be worth


@dataclass(frozen=True)
class Words:
    """A text's words as they are compared: the stems that carry it, in order, and the pairs of all its words."""

    content: tuple[str, ...]
    held: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Overlap:
    """How much of a statement some words hold: shares of its content words and of its word pairs, in [0, 1]."""

    words: float
    pairs: float

    @property
    def score(self) -> float:
        """Both together, by which sentences are compared."""
        return self.words + self.pairs


@lru_cache(maxsize=8192)
def read_words(text: str) -> Words:
    """The words of a text; irregular verbs count as their first form."""
    found = [(base_form(text[t.start : t.end]), t.stem) for t in read_terms(text)]
    content = dict.fromkeys(base for base, stem in found if stem not in STOP_WORDS and len(base) > 1)
    pairs = frozenset(pairwise(base for base, _ in found))
    return Words(tuple(content), frozenset(base for base, _ in found) | frozenset(stem for _, stem in found), pairs)


def overlap(statement: Words, held: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Overlap:
    """The share of a statement's words and pairs that are held."""
    words = sum(word in held for word in statement.content) / len(statement.content) if statement.content else 0.0
    return Overlap(words, len(statement.pairs & pairs) / len(statement.pairs) if statement.pairs else words)


def windows(statement: Words, sentences: Sequence[str]) -> list[tuple[int, int, Overlap]]:
    """Every run of one to three sentences, ``[first, last)``, with its overlap; the nearest and shortest first."""
    read = [read_words(sentence) for sentence in sentences]
    found = []
    for first in range(len(read)):
        held: frozenset[str] = frozenset()
        pairs: frozenset[tuple[str, str]] = frozenset()
        for last in range(first + 1, min(first + _LONGEST, len(read)) + 1):
            held |= read[last - 1].held
            pairs |= read[last - 1].pairs
            found.append((first, last, overlap(statement, held, pairs)))
    return sorted(found, key=lambda run: (-run[2].score + _EACH * (run[1] - run[0]), run[1] - run[0], run[0]))


def replaced(statement: str, quote: str, passage: str) -> tuple[str, ...]:
    """The content words of a statement that a passage lacks, in whose place the quote has others.

    The same words must stand around them: the two before, or the two behind, or the content word right behind.
    """
    held = read_words(passage).held | read_words(quote).held
    beside: set[tuple[str, ...]] = set()
    for before2, before, other, after, after2 in _fives(quote):
        if other not in STOP_WORDS:
            beside |= {("before", before2, before), ("after", after, after2), ("behind", after)}
    found = []
    words = [statement[t.start : t.end] for t in read_terms(statement)]
    for (before2, before, word, after, after2), surface in zip(_fives(statement), words, strict=True):
        if word in held or word in STOP_WORDS or before in _BEFORE_VERB or not _may_be_name(surface):
            continue
        sides = [("before", before2, before), ("after", after, after2)]
        if any(side in beside and not {*side[1:]} <= STOP_WORDS | {""} for side in sides) or (
            ("behind", after) in beside and after and after not in STOP_WORDS
        ):
            found.append(word)
    return tuple(found)


def swapped(statement: str, quote: str) -> tuple[str, ...]:
    """The words that stand on the other side of the word between them: "Japan beat Korea", "Korea beat Japan"."""
    told = read_words(quote).pairs
    words = _fives(statement)
    return tuple(
        word
        for _, before, middle, after, _ in words
        if before != after
        and not {before, middle, after, ""} & STOP_WORDS
        and before
        and after
        and {(after, middle), (middle, before)} <= told
        and (before, middle) not in told
        for word in (before, after)
    )


def _may_be_name(surface: str) -> bool:
    return surface.isalpha() and not _NO_NAME.search(surface.lower())


def _fives(text: str) -> list[tuple[str, ...]]:
    """Each word of a text, as compared, with the two before and the two behind; empty strings at its ends."""
    words = ["", "", *(base_form(text[t.start : t.end]) for t in read_terms(text)), "", ""]
    return list(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))
