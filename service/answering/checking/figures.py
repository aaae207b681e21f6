"""Where a statement's numbers are not those of the words that it is checked against."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.terms import STOP_WORDS, stem
from service.answering.checking.values import Number, numbers, ordinals, read_dates

_COUNTED = 2  # words behind a number that tell what it counts
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|circa|close to|up to|estimated)\s\Z", re.I
)
_MORE = re.compile(r"\b(?:more than|over|above|at least|exceeding|upwards of|in excess of)\s\Z", re.I)
_LESS = re.compile(r"\b(?:less than|fewer than|under|below|at most|no more than|up to)\s\Z", re.I)
_NEAR = 0.1  # by how much "about 40" may miss
_WITHIN = 1.25  # times a bound, from which "more than 40" says something else
_NOUNS = re.compile(r"[^\W\d_]+|[,;:.!?()“”\"]")
_BEFORE_NOUN = frozenset("of the other more were was are have been had".split())  # "of the men", "were killed"
_BEHIND = 80  # characters behind a number in which it stands
_DIGITS = re.compile(r"\d++(?:[.,:/-]\d++)*+")
_MEASURES = frozenset({"km", "mile", "kg", "th", "point"})  # what has one is no plain count
_LIST_ITEM = re.compile(r"\s*\d{1,2}[.)] ")
_LEAD = 18  # characters before a number in which such words stand


@dataclass(frozen=True)
class _Figure:
    """A number, the stems of what it counts, and how it is bounded: 1 for "more than", -1 for "less than"."""

    number: Number
    counted: frozenset[str]
    about: bool
    bound: int


def disagreeing_numbers(statement: str, quote: str, context: str) -> tuple[str, ...]:
    """The numbers of a statement, as it writes them, that neither quote nor context tells of the same thing."""
    said, told = _figures(statement), _distinct(_figures(quote))
    untold = [f for f in said if not _told(f, told) or _of_another(f, told)]
    if untold:  # only then is what stands around read
        elsewhere = _figures(context)
        untold = [f for f in untold if not _told_of_same(f, elsewhere) or _rival(f, told)]
    unread = _digits(statement) - _digits(quote)
    if unread:
        unread -= _digits(context)
    return (*sorted(unread), *(statement[f.number.start : f.number.end].strip() for f in untold))


@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[_Figure, ...]:
    item = _LIST_ITEM.match(text)
    counts = [
        n
        for n in numbers(text)
        if text[n.start : n.end].strip().lower() != "one" and not (item and n.start < item.end())
    ]
    found = sorted((*counts, *ordinals(text)), key=lambda number: number.start)
    figures = []
    for place, number in enumerate(found):
        until = found[place + 1].start if place + 1 < len(found) else len(text)
        counted = _counted(text, number.end, until)
        lead = text[max(0, number.start - _LEAD) : number.start].rstrip("$€£¥ ") + " "
        bound = 1 if _MORE.search(lead) else -1 if _LESS.search(lead) else 0
        figures.append(_Figure(number, counted, bool(_ABOUT.search(lead)), bound))
    return tuple(figures)


def _counted(text: str, start: int, until: int) -> frozenset[str]:
    """The stems of the words that a number counts: those behind it, up to the first that is no noun or adjective."""
    found: list[str] = []
    for match in _NOUNS.finditer(text, start, min(until, start + _BEHIND)):
        word = match.group().lower()
        if not word[0].isalpha() or len(found) == _COUNTED:
            break
        if word not in STOP_WORDS:
            found.append(stem(word))
        elif found or word not in _BEFORE_NOUN:
            break
    return frozenset(found)


def _told(figure: _Figure, told: Iterable[_Figure]) -> bool:
    return any(_same_value(figure, other) for other in told)


def _distinct(figures: Iterable[_Figure]) -> tuple[_Figure, ...]:
    """Figures that say the same thing once: a page of scores has hundreds."""
    return tuple({(f.number.value, f.number.unit, f.counted, f.about, f.bound): f for f in figures}.values())


def _told_of_same(figure: _Figure, elsewhere: Iterable[_Figure]) -> bool:
    """Whether a value is told farther off, of the same thing; a unit, or a size that is no chance, is enough."""
    return any(
        _same_value(figure, other)
        and (figure.counted & other.counted or other.number.unit or other.number.value >= 100)
        for other in elsewhere
    )


@lru_cache(maxsize=4096)
def _digits(text: str) -> frozenset[str]:
    """What has digits and is read as no number and no date: the "2-1" of a score, "7/8"."""
    read = sorted([(n.start, n.end) for n in numbers(text)] + [(d.start, d.end) for d in read_dates(text)])
    starts = [start for start, _ in read]
    found = []
    for match in _DIGITS.finditer(text):
        place = bisect_right(starts, match.start()) - 1
        if place < 0 or read[place][1] < match.end():
            found.append(match.group())
    return frozenset(found)


def _same_value(said: _Figure, told: _Figure) -> bool:
    """Whether a number is borne out by another: equal, or near it where it is told as "about" or "more than"."""
    mine, theirs = said.number, told.number
    if mine.unit != theirs.unit and (mine.unit or theirs.unit in _MEASURES):
        return False
    if mine.value == theirs.value:
        return said.bound * told.bound >= 0
    if said.about:
        return abs(mine.value - theirs.value) <= _NEAR * theirs.value
    low, high = (mine.value, theirs.value) if said.bound > 0 else (theirs.value, mine.value)
    return bool(said.bound) and not told.bound and not told.about and low < high <= _WITHIN * low


def _of_another(figure: _Figure, told: Sequence[_Figure]) -> bool:
    """Whether the quote tells this value of something else, and another value of what the statement counts."""
    if not figure.counted:
        return False
    same = [other for other in told if _same_value(figure, other)]
    if any(not other.counted or figure.counted & other.counted for other in same):
        return False
    return _rival(figure, told)


def _rival(figure: _Figure, told: Sequence[_Figure]) -> bool:
    """Whether the quote counts the same thing with another number of the same unit."""
    return any(
        other.number.value != figure.number.value
        and other.number.unit == figure.number.unit
        and figure.counted & other.counted
        for other in told
    )
